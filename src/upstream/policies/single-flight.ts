import type { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abortable.ts';
import type { RequestScope, SourceScope } from '../../scope/request-scope.ts';

interface Flight<T> {
  readonly asked: number;
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  /** Whoever waited: two reads of one GraphQL request are no crowd. */
  readonly askers: Set<RequestScope>;
}

/** What a flight brought. */
export interface Landed<T> {
  readonly value: T;
  /** The flight's number: later flights have higher ones. */
  readonly asked: number;
  /** Several GraphQL requests waited for it; two fields of one are no crowd. */
  readonly isShared: boolean;
}

export interface SingleFlight<T> {
  /** The answer of the flight under this key, begun by `start` where there is none that was begun as flight `since` or later. */
  join(
    key: string,
    since: number,
    scope: SourceScope,
    start: (scope: SourceScope) => Promise<T>,
  ): Promise<Landed<T>>;
  /** Ends all flights, for good. */
  abortAll(reason: SourceError): void;
}

/**
 * One request for all who ask the same at the same time. It runs on the first asker's ledger and deadline, but on a signal
 * of its own, which aborts when the last who waits has left.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  /** Those that may be joined; and all, of which some are too old for whoever asked next. */
  const flights = new Map<string, Flight<T>>();
  const aloft = new Set<Flight<T>>();
  let last = 0;

  const takeOff = (key: string, scope: SourceScope, start: (scope: SourceScope) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    last += 1;
    const answer = start({ ...scope, signal: controller.signal });
    const flight = {
      asked: last,
      answer,
      controller,
      waiting: 0,
      askers: new Set<RequestScope>(),
    };
    const land = () => {
      aloft.delete(flight);
      remove(key, flight);
    };
    answer.then(land, land);
    flights.set(key, flight);
    aloft.add(flight);
    return flight;
  };
  const remove = (key: string, flight: Flight<T>) => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  const board = (key: string, since: number, scope: SourceScope): Flight<T> | null => {
    const flight = flights.get(key);
    if (flight === undefined || flight.asked < since) return null;
    scope.ledger.cacheHits += 1;
    return flight;
  };
  const leave = (key: string, flight: Flight<T>, signal: AbortSignal) => {
    flight.waiting -= 1;
    if (flight.waiting > 0 || !signal.aborted) return;
    remove(key, flight);
    flight.controller.abort(signal.reason);
  };

  return {
    join: async (key, since, scope, start) => {
      const flight = board(key, since, scope) ?? takeOff(key, scope, start);
      flight.waiting += 1;
      flight.askers.add(scope.request);
      try {
        const value = await abortable(flight.answer, scope.signal);
        return { value, asked: flight.asked, isShared: flight.askers.size > 1 };
      } finally {
        leave(key, flight, scope.signal);
      }
    },
    abortAll: (reason) => {
      for (const flight of aloft) flight.controller.abort(reason);
    },
  };
}

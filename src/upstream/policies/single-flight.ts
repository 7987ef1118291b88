import type { ReadContext } from '../../datasource/contract/transport.ts';
import type { SourceError } from '../../model/source-error.ts';
import { abortable } from '../http/abortable.ts';

interface Flight<T> {
  readonly asked: number;
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  /** Whoever waited. The caller's headers are one object to all that one GraphQL request reads, and no other's. */
  readonly askers: Set<ReadContext['callerHeaders']>;
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
  /** The answer of the flight under this key, begun by `start` where there is none, or none as new as `context` wants it. */
  join(key: string, context: ReadContext, start: (context: ReadContext) => Promise<T>): Promise<Landed<T>>;
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

  const takeOff = (
    key: string,
    context: ReadContext,
    start: (context: ReadContext) => Promise<T>,
  ): Flight<T> => {
    const controller = new AbortController();
    last += 1;
    const answer = start({ ...context, signal: controller.signal });
    const flight = {
      asked: last,
      answer,
      controller,
      waiting: 0,
      askers: new Set<ReadContext['callerHeaders']>(),
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
  const board = (key: string, context: ReadContext): Flight<T> | null => {
    const flight = flights.get(key);
    if (flight === undefined || flight.asked < (context.since ?? 0)) return null;
    context.ledger.cacheHits += 1;
    return flight;
  };
  const leave = (key: string, flight: Flight<T>, signal: AbortSignal) => {
    flight.waiting -= 1;
    if (flight.waiting > 0 || !signal.aborted) return;
    remove(key, flight);
    flight.controller.abort(signal.reason);
  };

  return {
    join: async (key, context, start) => {
      const flight = board(key, context) ?? takeOff(key, context, start);
      flight.waiting += 1;
      flight.askers.add(context.callerHeaders);
      try {
        const value = await abortable(flight.answer, context.signal);
        return { value, asked: flight.asked, isShared: flight.askers.size > 1 };
      } finally {
        leave(key, flight, context.signal);
      }
    },
    abortAll: (reason) => {
      for (const flight of aloft) flight.controller.abort(reason);
    },
  };
}

import type { ReadContext } from '../datasource/transport.ts';
import type { SourceError } from '../model/source-error.ts';
import { abortable } from './abortable.ts';

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  askers: number;
}

export interface Coalescer<T> {
  /** The answer of the flight under this key, begun by `start` where there is none. */
  join(key: string, context: ReadContext, start: (context: ReadContext) => Promise<T>): Promise<T>;
  /** Ends all flights, for good. */
  abortAll(reason: SourceError): void;
}

/**
 * One request for all who ask the same at the same time. It runs on the first asker's ledger and deadline, but on a signal
 * of its own, which aborts when the last who waits has left.
 */
export function createCoalescer<T>(): Coalescer<T> {
  const flights = new Map<string, Flight<T>>();

  const takeOff = (
    key: string,
    context: ReadContext,
    start: (context: ReadContext) => Promise<T>,
  ): Flight<T> => {
    const controller = new AbortController();
    const answer = start({ ...context, signal: controller.signal });
    const flight = { answer, controller, askers: 0 };
    const land = () => remove(key, flight);
    answer.then(land, land);
    flights.set(key, flight);
    return flight;
  };
  const remove = (key: string, flight: Flight<T>) => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  const leave = (key: string, flight: Flight<T>, signal: AbortSignal) => {
    flight.askers -= 1;
    if (flight.askers > 0 || !signal.aborted) return;
    remove(key, flight);
    flight.controller.abort(signal.reason);
  };

  return {
    join: async (key, context, start) => {
      const shared = flights.get(key);
      if (shared !== undefined) context.ledger.cacheHits += 1;
      const flight = shared ?? takeOff(key, context, start);
      flight.askers += 1;
      try {
        return await abortable(flight.answer, context.signal);
      } finally {
        leave(key, flight, context.signal);
      }
    },
    abortAll: (reason) => {
      for (const flight of flights.values()) flight.controller.abort(reason);
    },
  };
}

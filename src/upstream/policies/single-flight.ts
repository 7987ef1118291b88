import { setImmediate as turn } from 'node:timers/promises';
import { abortable, abortError } from '../../scope/abort.ts';
import { PassingMap } from '../../scope/passing-map.ts';
import type { RequestScope, SourceScope } from '../../scope/request-scope.ts';
import type { Answer, Call, Policy, Send } from '../policy.ts';

interface Flight {
  readonly asked: number;
  readonly landed: Promise<Answer>;
  readonly controller: AbortController;
  readonly firstAsker: RequestScope;
  waiting: number;
  /** Two reads of one GraphQL request do not make an answer shared. */
  isShared: boolean;
}

/**
 * One request for all who ask the same at the same time; nobody gets an answer that is too old for them (`since`). It uses
 * the first asker's ledger and deadline, but a signal of its own, which aborts when the last who waits has left, and when
 * the source is closed. Own code rather than undici's interceptor, in which those who wait cannot leave.
 */
export function singleFlight(closing: AbortSignal): Policy {
  /** Flights that can be joined; and all that are under way, of which some are too old for those who asked next. */
  const flights = new PassingMap<string, Flight>();
  const aloft = new PassingMap<number, Flight>();
  let last = 0;

  closing.addEventListener('abort', () => {
    for (const flight of aloft.values()) flight.controller.abort(abortError(closing));
  });

  const remove = (key: string, flight: Flight) => {
    if (flights.get(key) === flight) flights.delete(key);
  };

  const takeOff = (call: Call, next: Send): Flight => {
    // Before there is anything to join: what one operation may not ask must not be refused to the others.
    call.scope.budget.spend();
    const controller = new AbortController();
    last += 1;
    const asked = last;
    const landed = next({ ...call, asked, scope: { ...call.scope, signal: controller.signal } });
    const flight = { asked, landed, controller, firstAsker: call.scope.request, waiting: 0, isShared: false };
    flights.set(call.key, flight);
    aloft.set(asked, flight);
    const land = () => {
      aloft.delete(asked);
      remove(call.key, flight);
    };
    landed.then(land, land);
    return flight;
  };

  const board = ({ key, url, request, scope }: Call): Flight | null => {
    const flight = flights.get(key);
    if (flight === undefined || flight.asked < (request.since ?? 0)) return null;
    // It may not be kept once it has come.
    scope.ledger.hit(0);
    scope.ledger.notes?.reused(url, flight.asked, 'shared');
    flight.isShared ||= flight.firstAsker !== scope.request;
    return flight;
  };

  /** True: the flight ends here, because nobody waits for it any more. */
  const leave = (key: string, flight: Flight, { signal }: SourceScope): boolean => {
    flight.waiting -= 1;
    if (flight.waiting > 0 || !signal.aborted) return false;
    remove(key, flight);
    flight.controller.abort(signal.reason);
    return true;
  };

  return (next) => async (call) => {
    const flight = board(call) ?? takeOff(call, next);
    flight.waiting += 1;
    try {
      const answer = await abortable(flight.landed, call.scope.signal);
      return flight.isShared ? { ...answer, isShared: true } : answer;
    } finally {
      // The policies learn from a flight that ends before anybody can ask again.
      if (leave(call.key, flight, call.scope)) await turn();
    }
  };
}

import type { GraphQLError } from 'graphql';
import type { Refusal } from '../../access/caller.ts';
import type { Crowd } from '../../scope/crowd.ts';
import type { Door, FairLoop } from '../../scope/fair-loop.ts';
import { FairQueue } from '../../scope/fair-queue.ts';
import { refusalError } from '../answer.ts';
import type { Asked } from '../asked.ts';
import { Crowding, type Room } from './crowding.ts';
import { Places } from './places.ts';

export interface AdmissionLimits {
  /** Operations that are executed at once. */
  readonly operations: number;
  /** Operations of each principal that may wait for that. */
  readonly waiting: number;
  /** How long, in milliseconds. */
  readonly waitMs: number;
}

const RETRY_AFTER_S = 1;
/** What a small operation takes of the event loop. */
const OPERATION_MS = 1;

/** The operation has to go away: there is no place to wait, or it has waited for too long. */
export const OVERLOADED = {
  status: 503,
  code: 'GATEWAY_OVERLOADED',
  message: 'The gateway has more to do than it can. Ask again in a moment.',
  headers: { 'retry-after': String(RETRY_AFTER_S) },
} as const satisfies Refusal;

interface Waiter {
  readonly enter: () => void;
  readonly giveUp: (reason: unknown) => void;
}

/** The operation has ended; more calls mean nothing. `waited`: the part of its time that it spent in queues at sources, 0 to 1. */
export type Leave = (waited?: number) => void;

/**
 * The door of the execution. Operations are let in one after another, as fast as the event loop gets on with those inside, and so
 * many at most; the others wait, for a moment only, and those first whose principal has taken least of the loop. Who would wait
 * for longer is better told at once, while those inside are served as quickly as ever.
 */
export class Admission {
  readonly #waiting = new FairQueue<string, Waiter>();
  /** How many of each principal are. */
  readonly #inside = new Map<string, number>();
  readonly #crowding: Crowding;
  readonly #loop: FairLoop;
  #limits: AdmissionLimits;
  readonly #places: Places;
  readonly #crowd: Crowd;
  readonly #door: Door = {
    first: (turnOf) =>
      this.#waiting.lowest((principal) =>
        this.#hasPlace(principal) ? turnOf(principal) : Number.POSITIVE_INFINITY,
      ),
    open: (principal) => this.#waiting.take(principal)?.enter(),
  };

  /** `width`: the part of the places that there is at this moment; `loop`: the one that transports go on in, for its time is shared. */
  constructor(limits: AdmissionLimits, width: () => number, crowd: Crowd, loop: FairLoop) {
    this.#limits = limits;
    this.#places = new Places(() => this.#limits.operations, width);
    this.#crowd = crowd;
    this.#crowding = new Crowding(loop.now);
    this.#loop = loop;
  }

  /** From now on these hold; whoever is inside, or waits, stays. */
  limitTo(limits: AdmissionLimits): void {
    this.#limits = limits;
    this.#wake();
  }

  /** How long, in milliseconds, an operation may wait for what it needs to begin. */
  get waitMs(): number {
    return this.#limits.waitMs;
  }

  /**
   * Inside, at once or after a while; what it gives is called, once or more often, when the operation has ended. `asked`: whoever
   * leaves waits no longer, and is not counted as refused; its signal takes time to make, and is asked for where it is needed. Throws
   * or rejects with `OVERLOADED`, as an error, or with the reason of who left.
   */
  enter(principal: string, asked: Pick<Asked, 'isGone' | 'signal'>): Leave | Promise<Leave> {
    if (asked.isGone) throw asked.signal.reason;
    if (!this.#waiting.has(principal) && this.#hasPlace(principal) && this.#loop.isNext(principal)) {
      this.#crowding.served();
      return this.#begin(principal);
    }
    if (this.turnsAway(principal)) throw refusalError(OVERLOADED);
    return this.#wait(principal, asked.signal);
  }

  /** Whether an operation of this principal goes away at once, without trying to enter. */
  turnsAway(principal: string | undefined): boolean {
    if (principal === undefined || this.#findsRoom(principal)) return false;
    this.#crowding.notServed();
    this.#crowding.note();
    this.#clear();
    this.#crowd.refused += 1;
    return true;
  }

  #hasPlace(principal: string): boolean {
    const inside = this.#inside.get(principal) ?? 0;
    return this.#crowd.running < this.#places.countFor(inside, this.#loop.takesLittle(principal));
  }

  get #room(): Room {
    const free = Math.max(0, this.#places.count - this.#crowd.running);
    return this.#crowding.room(this.#limits.waiting, free);
  }

  /** Where all room is taken, it is for those who would be served sooner than others that wait. */
  #findsRoom(principal: string): boolean {
    const { each, all } = this.#room;
    const size = this.#waiting.sizeOf(principal);
    if (size >= each) return false;
    if (this.#crowd.waiting < all) return true;
    const last = this.#last();
    return last !== undefined && this.#turnOf(principal, size + 1) < this.#latestTurn(last);
  }

  /** Those go who have waited longest, of whom most wait or of whoever is served last, until no more wait than may. */
  #clear(): void {
    const { each, all } = this.#room;
    for (;;) {
      const longest = this.#waiting.longest();
      const isTooLong = longest !== undefined && this.#waiting.sizeOf(longest) > each;
      if (!isTooLong && this.#crowd.waiting <= all) return;
      const group = isTooLong ? longest : this.#last();
      const first = group === undefined ? undefined : this.#waiting.first(group);
      if (first === undefined) return;
      this.#sendAway(first);
    }
  }

  /** Whose last operation will be served last, of those that wait. */
  #last(): string | undefined {
    return this.#waiting.lowest((principal) => -this.#latestTurn(principal));
  }

  #latestTurn(principal: string): number {
    return this.#turnOf(principal, this.#waiting.sizeOf(principal));
  }

  /** When so many operations of a principal will have been served, about. */
  #turnOf(principal: string, operations: number): number {
    return this.#loop.turnOf(principal) + operations * OPERATION_MS;
  }

  #begin(principal: string): Leave {
    this.#crowd.running += 1;
    this.#inside.set(principal, (this.#inside.get(principal) ?? 0) + 1);
    this.#loop.begin(principal);
    let isInside = true;
    return (waited = 0) => {
      if (isInside) this.#leave(principal, waited);
      isInside = false;
    };
  }

  #wait(principal: string, signal: AbortSignal): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', goAway);
        this.#crowd.waiting -= 1;
      };
      const waiter: Waiter = {
        enter: () => {
          stop();
          resolve(this.#begin(principal));
        },
        giveUp: (reason) => {
          stop();
          this.#waiting.remove(principal, waiter);
          reject(reason);
        },
      };
      const goAway = (): void => waiter.giveUp(signal.reason);
      // Who only waits until the event loop gets on, is let in sooner or later: those before are few.
      const expire = (): void => {
        if (this.#hasPlace(principal)) {
          timer.refresh();
          this.#wake();
        } else this.#sendAway(waiter);
      };
      const timer = setTimeout(expire, this.#limits.waitMs).unref();
      signal.addEventListener('abort', goAway, { once: true });
      this.#crowd.waiting += 1;
      this.#crowding.notServed();
      this.#waiting.add(principal, waiter);
      this.#clear();
      this.#wake();
    });
  }

  /** Somebody may begin: there may be more places than before, even where nobody has left. */
  #wake(): void {
    if (this.#waiting.size > 0) this.#loop.wake(this.#door);
  }

  #sendAway(waiter: Waiter): void {
    this.#crowding.note();
    waiter.giveUp(this.#refusal());
  }

  /** A place goes to who waits, and not to who has just come; while there are fewer places, to nobody. */
  #leave(principal: string, waited: number): void {
    this.#crowd.running -= 1;
    this.#loop.end();
    const left = (this.#inside.get(principal) ?? 0) - 1;
    if (left > 0) this.#inside.set(principal, left);
    else this.#inside.delete(principal);
    this.#places.ended(waited, this.#crowding.isCrowded);
    this.#wake();
  }

  #refusal(): GraphQLError {
    this.#crowd.refused += 1;
    return refusalError(OVERLOADED);
  }
}

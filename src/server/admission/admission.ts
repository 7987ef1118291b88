import type { GraphQLError } from 'graphql';
import type { Refusal } from '../../access/caller.ts';
import type { Crowd } from '../../scope/crowd.ts';
import { FairQueue } from '../../scope/fair-queue.ts';
import { refusalError } from '../answer.ts';
import { LoopTurns } from './loop-turns.ts';

export interface AdmissionLimits {
  /** Operations that are executed at once. */
  readonly operations: number;
  /** Operations of each principal that may wait for that. */
  readonly waiting: number;
  /** How long, in milliseconds. */
  readonly waitMs: number;
}

const RETRY_AFTER_S = 1;

/** The operation has to go away: there is no place to wait, or it has waited for too long. */
export const OVERLOADED = {
  status: 503,
  code: 'GATEWAY_OVERLOADED',
  message: 'The gateway has more to do than it can. Ask again in a moment.',
  headers: { 'retry-after': String(RETRY_AFTER_S) },
} as const satisfies Refusal;

/**
 * The door of the execution. So many operations are inside at once; the others wait, principals taking turns, and for a
 * moment only. Who would wait for longer is better told at once, while those inside are served as quickly as ever.
 */
export class Admission {
  readonly #waiting = new FairQueue<string, () => void>();
  readonly #turns = new LoopTurns();
  readonly #limits: AdmissionLimits;
  readonly #width: () => number;
  readonly #crowd: Crowd;

  /** `width`: the part of the places that there is at this moment. */
  constructor(
    limits: AdmissionLimits,
    width: () => number = () => 1,
    crowd: Crowd = { running: 0, waiting: 0, refused: 0 },
  ) {
    this.#limits = limits;
    this.#width = width;
    this.#crowd = crowd;
  }

  /**
   * Inside, at once or after a while; what it gives is called, once or more often, when the operation has ended. `asked`: whoever
   * leaves waits no longer. Rejects with `OVERLOADED`, as an error.
   */
  enter(principal: string, asked: { readonly signal: AbortSignal }): (() => void) | Promise<() => void> {
    if (this.#crowd.running >= this.#places)
      return this.#wait(principal, asked.signal).then(() => this.#leaving());
    this.#crowd.running += 1;
    return this.#turns.begin(principal)?.then(() => this.#leaving()) ?? this.#leaving();
  }

  /** Whether an operation of this principal goes away at once, without trying to enter. */
  turnsAway(principal: string | undefined): boolean {
    const isFull = this.#crowd.running >= this.#places;
    if (!isFull || principal === undefined || this.#waiting.sizeOf(principal) < this.#limits.waiting)
      return false;
    this.#crowd.refused += 1;
    return true;
  }

  #leaving(): () => void {
    let isInside = true;
    return () => {
      if (isInside) this.#leave();
      isInside = false;
    };
  }

  get #places(): number {
    return Math.max(1, Math.floor(this.#limits.operations * this.#width()));
  }

  async #wait(principal: string, signal: AbortSignal): Promise<void> {
    if (this.#waiting.sizeOf(principal) >= this.#limits.waiting) throw this.#refusal();
    this.#crowd.waiting += 1;
    try {
      await this.#turn(principal, signal);
    } finally {
      this.#crowd.waiting -= 1;
    }
  }

  #turn(principal: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      };
      const enter = (): void => {
        stop();
        resolve();
      };
      const giveUp = (): void => {
        stop();
        this.#waiting.remove(principal, enter);
        reject(this.#refusal());
      };
      const timer = setTimeout(giveUp, this.#limits.waitMs);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(principal, enter);
    });
  }

  #refusal(): GraphQLError {
    this.#crowd.refused += 1;
    return refusalError(OVERLOADED);
  }

  /** A place goes to who waits, and not to who has just come; while there are fewer places, to nobody. */
  #leave(): void {
    const next = this.#crowd.running <= this.#places ? this.#waiting.next() : undefined;
    if (next === undefined) this.#crowd.running -= 1;
    else next();
  }
}

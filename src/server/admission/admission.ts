import type { Crowd } from '../../scope/crowd.ts';
import { FairQueue } from '../../scope/fair-queue.ts';

export interface AdmissionLimits {
  /** Operations that are executed at once. */
  readonly operations: number;
  /** Operations of each principal that may wait for that. */
  readonly waiting: number;
  /** How long, in milliseconds. */
  readonly waitMs: number;
}

/** The operation has to go away: there is no place to wait, or it has waited for too long. */
export class NoPlace extends Error {
  override readonly name = 'NoPlace';
}

/**
 * The door of the execution. So many operations are inside at once; the others wait, principals taking turns, and for a
 * moment only. Who would wait for longer is better told at once, while those inside are served as quickly as ever.
 */
export class Admission {
  readonly #waiting = new FairQueue<string, () => void>();
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

  /** Resolves inside; what it gives is called, once or more often, when the operation has ended. Rejects with `NoPlace`. */
  async enter(principal: string, signal: AbortSignal): Promise<() => void> {
    if (this.#crowd.running < this.#places) this.#crowd.running += 1;
    else await this.#wait(principal, signal);
    let isInside = true;
    return () => {
      if (isInside) this.#leave();
      isInside = false;
    };
  }

  /** Whether an operation of this principal would be turned away now. */
  isFullFor(principal: string): boolean {
    const isInsideFull = this.#crowd.running >= this.#places;
    return isInsideFull && this.#waiting.sizeOf(principal) >= this.#limits.waiting;
  }

  /** Counts one that was turned away without trying to enter. */
  turnAway(): void {
    this.#crowd.refused += 1;
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

  #refusal(): NoPlace {
    this.#crowd.refused += 1;
    return new NoPlace();
  }

  /** A place goes to who waits, and not to who has just come; while there are fewer places, to nobody. */
  #leave(): void {
    const next = this.#crowd.running <= this.#places ? this.#waiting.next() : undefined;
    if (next === undefined) this.#crowd.running -= 1;
    else next();
  }
}

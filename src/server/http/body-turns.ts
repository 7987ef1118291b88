import { FairQueue } from '../../scope/fair-queue.ts';

/** The part of the event loop's time that large bodies take together. */
const SHARE = 1 / 5;

interface Waiter {
  readonly ms: number;
  readonly go: () => void;
}

/** A clock in milliseconds, and what calls back later; tests have their own. */
export interface Clock {
  readonly now: () => number;
  readonly after: (ms: number, callback: () => void) => void;
}

const PROCESS_CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => void setTimeout(callback, ms),
};

/**
 * Lets large bodies be parsed one after another, with a pause after each that is as long as it is dear: however many come, what
 * is small is served between them. Callers take turns.
 */
export class BodyTurns {
  readonly #clock: Clock;
  readonly #waiting = new FairQueue<string, Waiter>();
  /** When the next one may begin. */
  #freeAt = Number.NEGATIVE_INFINITY;
  #isWaking = false;

  constructor(clock: Clock = PROCESS_CLOCK) {
    this.#clock = clock;
  }

  /** When it is the caller's turn. `ms`: how long the event loop is held then, about. Rejects with the reason of who leaves. */
  async turn(principal: string, ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.size === 0 && this.#clock.now() >= this.#freeAt) this.#begin(ms);
    else await this.#wait(principal, ms, signal);
  }

  #begin(ms: number): void {
    this.#freeAt = this.#clock.now() + ms / SHARE;
  }

  #wait(principal: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const goAway = (): void => {
        this.#waiting.remove(principal, waiter);
        reject(signal.reason);
      };
      const go = (): void => {
        signal.removeEventListener('abort', goAway);
        resolve();
      };
      const waiter: Waiter = { ms, go };
      signal.addEventListener('abort', goAway, { once: true });
      this.#waiting.add(principal, waiter);
      this.#wakeWhenFree();
    });
  }

  #wakeWhenFree(): void {
    if (this.#isWaking || this.#waiting.size === 0) return;
    this.#isWaking = true;
    this.#clock.after(Math.max(0, this.#freeAt - this.#clock.now()), () => {
      this.#isWaking = false;
      if (this.#clock.now() >= this.#freeAt) this.#next();
      this.#wakeWhenFree();
    });
  }

  #next(): void {
    const next = this.#waiting.next();
    if (next === undefined) return;
    this.#begin(next.ms);
    next.go();
  }
}

import { type EventLoop, PROCESS_LOOP } from '../../scope/event-loop.ts';
import { FairQueue } from '../../scope/fair-queue.ts';

/** The part of the event loop's time that large bodies take together. */
const SHARE = 1 / 5;

/** In milliseconds. */
export interface Turn {
  /** How long the event loop is held by the body, at most and about. */
  readonly mostMs: number;
  /** How long it may wait, about. */
  readonly waitMs: number;
}

interface Waiter {
  readonly mostMs: number;
  /** When it has waited for too long. */
  readonly until: number;
  /** Whether it is its turn, or it has to go away. */
  readonly end: (isItsTurn: boolean) => void;
}

/** The event loop, and what calls back later; tests have their own. */
export interface Clock extends EventLoop {
  readonly after: (ms: number, callback: () => void) => void;
}

const PROCESS_CLOCK: Clock = {
  ...PROCESS_LOOP,
  after: (ms, callback) => void setTimeout(callback, ms),
};

/**
 * Lets large bodies be parsed one after another, with a pause after each that is as long as it was dear: however many come, what
 * is small is served between them. Callers take turns, and who would wait for long is told so.
 */
export class BodyTurns {
  readonly #clock: Clock;
  readonly #waiting = new FairQueue<string, Waiter>();
  /** When the next one may begin; infinite: one is being parsed. */
  #freeAt = Number.NEGATIVE_INFINITY;
  #isWaking = false;

  constructor(clock: Clock = PROCESS_CLOCK) {
    this.#clock = clock;
  }

  /** `true`: it is the caller's turn; `false`: it has waited for too long. Rejects with the reason of who leaves. */
  async turn(principal: string, turn: Turn, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    if (this.#waiting.size > 0 || this.#clock.now() < this.#freeAt)
      return this.#wait(principal, turn, signal);
    this.#begin(turn.mostMs);
    return true;
  }

  /** Others may have been served before it is known how long it took: so it counts as no longer than it takes at most. */
  #begin(mostMs: number): void {
    const { now, nextTurn, whenDone } = this.#clock;
    const begunAt = now();
    this.#freeAt = Number.POSITIVE_INFINITY;
    const end = (): void => {
      this.#freeAt = begunAt + Math.min(now() - begunAt, mostMs) / SHARE;
      this.#wakeWhenFree();
    };
    // Once it is parsed, it is checked in the next turn of the event loop.
    whenDone(() => nextTurn(end));
  }

  #wait(principal: string, { mostMs, waitMs }: Turn, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const goAway = (): void => {
        this.#waiting.remove(principal, waiter);
        reject(signal.reason);
      };
      const end = (isItsTurn: boolean): void => {
        signal.removeEventListener('abort', goAway);
        resolve(isItsTurn);
      };
      const waiter: Waiter = { mostMs, until: this.#clock.now() + waitMs, end };
      signal.addEventListener('abort', goAway, { once: true });
      this.#waiting.add(principal, waiter);
      this.#wakeWhenFree();
    });
  }

  /** Where one is being parsed, its end calls this again. */
  #wakeWhenFree(): void {
    if (this.#isWaking || this.#waiting.size === 0 || this.#freeAt === Number.POSITIVE_INFINITY) return;
    this.#isWaking = true;
    this.#clock.after(Math.max(0, this.#freeAt - this.#clock.now()), () => {
      this.#isWaking = false;
      if (this.#clock.now() >= this.#freeAt) this.#next();
      this.#wakeWhenFree();
    });
  }

  #next(): void {
    this.#sendAway();
    const next = this.#waiting.next();
    if (next === undefined) return;
    this.#begin(next.mostMs);
    next.end(true);
  }

  /** Those who have waited for too long; their callers keep their turns. */
  #sendAway(): void {
    for (;;) {
      const group = this.#waiting.lowest((principal) => this.#untilOf(principal));
      const first = group === undefined ? undefined : this.#waiting.first(group);
      if (group === undefined || first === undefined || first.until > this.#clock.now()) return;
      this.#waiting.remove(group, first);
      first.end(false);
    }
  }

  #untilOf(principal: string): number {
    return this.#waiting.first(principal)?.until ?? Number.POSITIVE_INFINITY;
  }
}

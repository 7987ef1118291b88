/** What begins in one turn of the event loop may take so long, all together. */
const SLICE_MS = 5;

/** The event loop, and a clock in milliseconds; tests have their own. */
export interface Loop {
  readonly now: () => number;
  /** Calls back in the next turn, after all that has come by then is read. */
  readonly soon: (callback: () => void) => void;
}

export const PROCESS_LOOP: Loop = {
  now: () => performance.now(),
  soon: (callback) => void setImmediate(callback),
};

/**
 * Lets operations begin in turns of the event loop. What comes in together would else begin together, and then all would be
 * ready late, instead of one after another, each as soon as can be; and fifty that are dear to read would hold up for seconds
 * whoever only waits for a vendor's answer.
 */
export class LoopTurns {
  readonly #onTurn: () => void;
  readonly #loop: Loop;
  /** `null`: nothing has begun in this turn. */
  #begunAt: number | null = null;

  /** `onTurn`: a turn in which something began is over, and another one may begin. */
  constructor(onTurn: () => void, loop: Loop = PROCESS_LOOP) {
    this.#onTurn = onTurn;
    this.#loop = loop;
  }

  /** Whether another one may still begin in this turn. */
  hasTime(): boolean {
    this.begin();
    return this.#loop.now() - (this.#begunAt ?? 0) < SLICE_MS;
  }

  /** Something begins in this turn, or would if it had time. */
  begin(): void {
    if (this.#begunAt !== null) return;
    this.#begunAt = this.#loop.now();
    this.#loop.soon(() => {
      this.#begunAt = null;
      this.#onTurn();
    });
  }
}

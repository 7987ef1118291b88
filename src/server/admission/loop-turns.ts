import { FairQueue } from '../../scope/fair-queue.ts';

/** What begins in one turn of the event loop may take so long, all together. */
const SLICE_MS = 20;

/**
 * Lets operations begin in turns of the event loop. What comes in together would else begin together, before anything else is
 * listened to: fifty requests that are dear to read would hold up for seconds whoever only waits for a vendor's answer.
 * Where a turn has taken too long, one operation begins in each of the next ones, and principals take turns.
 */
export class LoopTurns {
  readonly #waiting = new FairQueue<string, () => void>();
  readonly #now: () => number;
  /** `null`: nothing has begun in this turn. */
  #begunAt: number | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** `null`: it may begin at once. Else it resolves when it may. */
  begin(principal: string): Promise<void> | null {
    const begunAt = this.#begunAt ?? this.#beginTurn();
    if (this.#waiting.size === 0 && this.#now() - begunAt < SLICE_MS) return null;
    return new Promise((resolve) => this.#waiting.add(principal, resolve));
  }

  #beginTurn(): number {
    const begunAt = this.#now();
    this.#begunAt = begunAt;
    setImmediate(() => {
      this.#begunAt = null;
      const next = this.#waiting.next();
      if (next === undefined) return;
      this.#beginTurn();
      next();
    });
    return begunAt;
  }
}

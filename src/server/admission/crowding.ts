/** For so long fewer may wait. */
const CROWDED_MS = 5_000;
/** With fewer, there might be a place for which nobody waits. */
const FEWEST = 8;

/** How many operations may wait. */
export interface Room {
  /** Of one principal. */
  readonly each: number;
  /** Of all together. */
  readonly all: number;
}

/**
 * Knows how many may wait. A burst finds room in all places that are free, and in those to wait. But where somebody has to be
 * turned away anyway, a long queue serves nobody: all who get through it have waited for long, and no more of them get through.
 * So for a while fewer may wait; and then it is tried out, carefully, whether there is room for all again.
 */
export class Crowding {
  readonly #now: () => number;
  /** When there was too little room, though as much as can be. */
  #since = Number.NEGATIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether anybody was turned away of late. */
  get isCrowded(): boolean {
    return this.#now() - this.#lastAt < CROWDED_MS;
  }

  /** Somebody is turned away. */
  note(): void {
    this.#lastAt = this.#now();
    if (this.#lastAt - this.#since >= CROWDED_MS) this.#since = this.#lastAt;
  }

  /** `waiting`: how many of one principal may wait, besides those for whom there are `free` places. */
  room(waiting: number, free: number): Room {
    const each = Math.min(waiting + free, this.#most(waiting));
    return { each, all: 1.5 * each };
  }

  #most(waiting: number): number {
    const age = this.#now() - this.#since;
    if (age >= 2 * CROWDED_MS) return Number.POSITIVE_INFINITY;
    return Math.max(FEWEST, age < CROWDED_MS ? waiting / 4 : waiting);
  }
}

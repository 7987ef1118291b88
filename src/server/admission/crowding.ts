/** For so long fewer may wait. */
const CROWDED_MS = 2_000;
/** Where more than this part of those who come is served at once, the crowd is over; counted over so many of the latest. */
const UNCROWDED = 0.2;
const LATEST = 200;
/** But not while others are turned away. */
const QUIET_MS = 250;
/** With fewer, there might be a place for which nobody waits. */
const FEWEST = 8;
const LONG_AGO = Number.NEGATIVE_INFINITY;

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
 * So for a while fewer may wait; and then it is tried out, carefully, whether there is room for all again. Where many are served
 * at once no trial is needed.
 */
export class Crowding {
  readonly #now: () => number;
  /** When there was too little room, though as much as can be. */
  #since = LONG_AGO;
  #lastAt = LONG_AGO;
  /** The part of those who have come since then that was served at once. */
  #atOnce = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether anybody was turned away of late. */
  get isCrowded(): boolean {
    return this.#now() - this.#lastAt < CROWDED_MS;
  }

  /** Somebody has come who is served at once: where many are and nobody is turned away, it was a burst, or it is over. */
  served(): void {
    if (this.#since === LONG_AGO) return;
    this.#count(1);
    if (this.#atOnce <= UNCROWDED || this.#now() - this.#lastAt < QUIET_MS) return;
    this.#since = LONG_AGO;
    this.#lastAt = LONG_AGO;
    this.#atOnce = 0;
  }

  /** Somebody has come who is not. */
  notServed(): void {
    this.#count(0);
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

  #count(atOnce: 0 | 1): void {
    this.#atOnce += (atOnce - this.#atOnce) / LATEST;
  }

  #most(waiting: number): number {
    const age = this.#now() - this.#since;
    if (age >= 2 * CROWDED_MS) return Number.POSITIVE_INFINITY;
    return Math.max(FEWEST, age < CROWDED_MS ? waiting / 4 : waiting);
  }
}

/** What of their time those who have been inside spent in queues, on average: above the first there are fewer, below the second more. */
const MOST_WAITED = 1 / 2;
const LITTLE_WAITED = 1 / 4;
const NARROWER = 1 / 2;
const WIDER = 1.25;
/** Fewer would leave vendors idle that could answer. */
const NARROWEST = 1 / 8;
/** Parts of the places: what is little for one principal to have inside, and how many more there are for such. */
const FEW = 1 / 8;
const BEYOND = 1 / 4;

/**
 * How many operations may be inside. Those inside may wait for each other in the queues of the sources, which take so many
 * requests at once: then with more of them none is ready sooner, and all later. Where others have to be turned away, there are
 * only as many as do not wait for most of their time.
 */
export class Places {
  readonly #most: () => number;
  readonly #width: () => number;
  #part = 1;
  #ended = 0;
  #waited = 0;

  /** `most`: how many there may be; `width`: the part of them that there is at this moment, for other reasons. */
  constructor(most: () => number, width: () => number) {
    this.#most = most;
    this.#width = width;
  }

  get count(): number {
    return Math.max(1, Math.floor(this.#most() * Math.min(this.#part, this.#width())));
  }

  /**
   * For a principal of whom so many are inside: who has none finds places beyond those that all have, and so does who has few and
   * takes little, so that floods do not take all.
   */
  countFor(inside: number, takesLittle: boolean): number {
    const { count } = this;
    const isFew = inside === 0 || (takesLittle && inside < count * FEW);
    return isFew ? count + Math.max(1, count * BEYOND) : count;
  }

  /** One has ended. `waited`: the part of its time that it spent in queues, 0 to 1; `isCrowded`: others are turned away. */
  ended(waited: number, isCrowded: boolean): void {
    if (!isCrowded) this.#part = 1;
    this.#ended += 1;
    this.#waited += waited;
    if (this.#ended < this.count) return;
    if (isCrowded) this.#part = this.#next(this.#waited / this.#ended);
    this.#ended = 0;
    this.#waited = 0;
  }

  #next(waited: number): number {
    if (waited > MOST_WAITED) return Math.max(NARROWEST, this.#part * NARROWER);
    return waited < LITTLE_WAITED ? Math.min(1, this.#part * WIDER) : this.#part;
  }
}

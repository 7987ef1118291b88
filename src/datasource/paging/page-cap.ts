/** Of pages of fewer rows, several make a window: alone each would show a row or two beside those that were known. */
const FEW_ROWS = 5;

/**
 * How many rows a vendor gives at once at most, however many it is asked for, as far as pages that were cut have shown: two of one
 * length, and none that was longer.
 */
export class PageCap {
  #rows = Number.POSITIVE_INFINITY;
  /** Places of the longest page. */
  #longest = 0;
  /** Where the furthest one ended. */
  #furthest = 0;
  /** Of the page that was cut last: how many places it had, and where it ended. */
  #cut = 0;
  #end = 0;

  /** `Infinity`: none is known. */
  get rows(): number {
    return this.#rows;
  }

  get isSmall(): boolean {
    return this.#rows < FEW_ROWS;
  }

  /** Learns from a page, and how many places were asked for. */
  note({ from, places, isTail }: CutPage, asked: number): void {
    const end = from + places;
    if (places > this.#rows) this.#rows = Number.POSITIVE_INFINITY;
    this.#longest = Math.max(places, this.#longest);
    if (isTail === null && places < asked) this.#learn(places, end);
    if (places > 0) this.#furthest = Math.max(end, this.#furthest);
  }

  /** What was cut once, or each time to another length, was cut by chance. And both may have ended with the list at one place. */
  #learn(places: number, end: number): void {
    const isCut = end !== this.#end || end < this.#furthest;
    if (places === this.#cut && places === this.#longest && isCut) this.#rows = places;
    this.#cut = places;
    this.#end = end;
  }
}

/** As of `ListPage`. */
interface CutPage {
  readonly from: number;
  readonly places: number;
  readonly isTail: boolean | null;
}

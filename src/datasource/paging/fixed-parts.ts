/**
 * Places at which a vendor's pages end wherever they begin, as far as pages that were cut have shown: every so many places, for
 * its rows lie on several shards. A page that begins where a part does brings all of that part.
 */
export class FixedParts {
  #size: number | null = null;
  /** What divides the ends of all pages that were cut; 0: there was none. */
  #divisor = 0;
  /** Places of the longest of them: a part is no shorter. */
  #longest = 0;
  /** Where the first of them began. */
  #from = 0;
  /** The furthest of their ends. */
  #furthest = 0;

  /** Places of a part, or of several; `null`: nothing is known, or pages do not end in this way. */
  get size(): number | null {
    return this.#size;
  }

  endsAt(place: number): boolean {
    return this.#size !== null && place % this.#size === 0;
  }

  /** The first place of the part that holds a place; 0: nothing is known. */
  beginOf(place: number): number {
    return this.#size === null ? 0 : place - (place % this.#size);
  }

  /** Learns from a page, and how many places were asked for. `total`: how many the list has, as far as its vendor says. */
  note(page: CutPage, asked: number, total: number | null): void {
    const { from, places, isTail } = page;
    const end = from + places;
    if (this.#crosses(from, end)) this.#forget();
    // Single rows come by chance as well.
    if (isTail === null && places > 1 && places < asked && end !== total) this.#learn(from, end);
  }

  #crosses(from: number, end: number): boolean {
    return this.#size !== null && Math.floor(from / this.#size) < Math.floor((end - 1) / this.#size);
  }

  /** The end of one page alone shows nothing; and one that lies behind all others may be that of the list. */
  #learn(from: number, end: number): void {
    const divisor = divisorOf(end, this.#divisor);
    const longest = Math.max(end - from, this.#longest);
    if (divisor < longest) {
      if (end > this.#furthest) return;
      this.#forget();
      this.#learn(from, end);
      return;
    }
    if (this.#divisor === 0) this.#from = from;
    else if (from !== this.#from || this.#size !== null) this.#size = divisor;
    this.#divisor = divisor;
    this.#longest = longest;
    this.#furthest = Math.max(end, this.#furthest);
  }

  #forget(): void {
    this.#size = null;
    this.#divisor = 0;
    this.#longest = 0;
    this.#furthest = 0;
  }
}

/** As of `ListPage`. */
interface CutPage {
  readonly from: number;
  readonly places: number;
  readonly isTail: boolean | null;
}

const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));

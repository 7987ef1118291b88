/**
 * Places at which a vendor's pages end wherever they begin, as far as pages that were cut have shown: every so many places, for
 * its rows lie on several shards. A page that begins where a part does brings all of that part.
 */
export class FixedParts {
  #size: number | null = null;
  #isGivenUp = false;
  /** What divides the ends of all pages that were cut; 0: there was none. */
  #divisor = 0;
  /** Places of the longest of them: a part is no shorter. */
  #longest = 0;

  /** Places of a part; `null`: nothing is known, or pages do not end in this way. */
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

  /** A page that came shorter than asked ended there, behind so many places. */
  learn(end: number, places: number): void {
    this.#divisor = divisorOf(end, this.#divisor);
    this.#longest = Math.max(places, this.#longest);
    this.#size = this.#isGivenUp ? null : smallestDivisor(this.#divisor, this.#longest);
    if (this.#size === null) this.#forget();
  }

  /** A page came as long as it was asked to be: it may show that it did not end where it should have. */
  meet(from: number, end: number): void {
    if (this.#size !== null && Math.floor(from / this.#size) !== Math.floor((end - 1) / this.#size))
      this.#forget();
  }

  /** Where to begin so that about `limit` places up to an index come, in so many whole parts at most and what is behind them. */
  startOf(index: number, limit: number, mostParts: number): number {
    const rest = index - this.beginOf(index) + 1;
    if (this.#size === null || rest >= limit) return Math.max(0, index - limit + 1);
    const parts = Math.min(mostParts, Math.ceil((limit - rest) / this.#size));
    return Math.max(0, index - rest + 1 - parts * this.#size);
  }

  /** They are of no use in this list. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#forget();
  }

  #forget(): void {
    this.#size = null;
    this.#divisor = 0;
    this.#longest = 0;
  }
}

const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));

/** The smallest one that is no less than `least`; `null`: there is none. A smaller part than the true one costs nothing. */
function smallestDivisor(value: number, least: number): number | null {
  for (let divisor = least; divisor <= value; divisor++) if (value % divisor === 0) return divisor;
  return null;
}

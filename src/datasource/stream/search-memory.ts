import type { SeekBounds } from '../paging/seek.ts';

const MOST_KEPT = 1_000;
const NOTHING_KNOWN: SeekBounds = { before: null, after: null };

/**
 * How far searches in long lists had come: one that takes longer than a deadline goes on from there on the next page
 * instead of beginning anew. Only guesses: what is found is verified.
 */
export class SearchMemory {
  readonly #bounds = new Map<string, SeekBounds>();

  of(search: string): SeekBounds {
    return this.#bounds.get(search) ?? NOTHING_KNOWN;
  }

  remember(search: string, bounds: SeekBounds): void {
    this.#bounds.delete(search);
    this.#bounds.set(search, bounds);
    const [oldest] = this.#bounds.keys();
    if (this.#bounds.size > MOST_KEPT && oldest !== undefined) this.#bounds.delete(oldest);
  }
}

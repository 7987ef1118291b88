import { highestRank, type PlacedRow, type Rank, rowMark } from '../paging/row-order.ts';

/**
 * All that stood in windows that a feed has read from, given or not: a place is told by what stood there, whichever way it was
 * reached. What is read again from where the walk stands takes the place of what was read from there before.
 */
export class MetRows {
  readonly #rows: PlacedRow[] = [];
  /** How many of them there were when the walk went on last. */
  #passed = 0;

  get all(): readonly PlacedRow[] {
    return this.#rows;
  }

  add(rows: readonly PlacedRow[]): void {
    for (const row of rows) this.#rows.push(row);
  }

  /** Forgets what was read since the walk went on. */
  beginAnew(): void {
    this.#rows.length = this.#passed;
  }

  /** The walk goes on to a rank. Returns the highest rank below it that was read since it went on before; `START`: there is none. */
  pass(rank: Rank): Rank {
    const passed = this.#rows.slice(this.#passed).filter((row) => row.rank < rank);
    this.#passed = this.#rows.length;
    return highestRank(passed);
  }

  lastBefore(rank: Rank): PlacedRow | undefined {
    return this.#rows.findLast((row) => row.rank < rank);
  }

  /** `null`: it was not met. */
  indexOf(mark: number): number | null {
    return this.#rows.findLast((row) => rowMark(row) === mark)?.index ?? null;
  }

  /** Whether one of these rows was met before. */
  includesAny(rows: readonly PlacedRow[]): boolean {
    const identities = new Set(rows.map(({ identity }) => identity));
    return this.#rows.findLast(({ identity }) => identities.has(identity)) !== undefined;
  }
}

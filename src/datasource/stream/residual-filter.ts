import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { PlacedRow } from '../paging/row-order.ts';
import { type Bound, isBehind } from './row-feed.ts';

/** Bounds how many rows may be read and found not to match. */
export interface ScanBudget {
  /** Takes rows off; false: nothing is left. */
  readonly spend: (rows: number) => boolean;
  readonly isSpent: () => boolean;
}

/** `parent`: a wider budget that pays as well. */
export function createScanBudget(rows: number, parent?: ScanBudget): ScanBudget {
  let left = rows;
  return {
    spend: (count) => {
      left -= count;
      const parentHolds = parent?.spend(count) ?? true;
      return left > 0 && parentHolds;
    },
    isSpent: () => left <= 0 || (parent?.isSpent() ?? false),
  };
}

/** Of lists that are fetched in one go: what was fetched before, and need not be again, must not tell. */
export const UNLIMITED = createScanBudget(Number.POSITIVE_INFINITY);

export interface ResidualFilterOptions {
  /** Along the walk. */
  readonly compare: (a: SortKey, b: SortKey) => number;
  readonly stop: Bound | null;
  /** `null`: every job does. */
  readonly matches: ((job: Job) => boolean) | null;
  readonly budget: ScanBudget;
  /** Told that rows were read. */
  readonly onRead: () => void;
}

/** Lets through what is wanted of the rows that a stream reads, each row once. */
export class ResidualFilter {
  readonly #options: ResidualFilterOptions;
  readonly #given = new Set<string>();
  #strideFactor = 1;

  constructor(options: ResidualFilterOptions) {
    this.#options = options;
  }

  /** How many times more rows are worth reading, where hardly any match. */
  get strideFactor(): number {
    return this.#strideFactor;
  }

  /** Of rows in any order those that are wanted, match, and were not let through before; in the walk's order. */
  apply(rows: readonly PlacedRow[]): PlacedRow[] {
    const { compare, matches, budget, onRead } = this.#options;
    onRead();
    const wanted = rows.filter((row) => this.#isWanted(row)).sort((a, b) => compare(a.key, b.key));
    const hits: PlacedRow[] = [];
    const missed = new Set<string>();
    for (const row of wanted) {
      if (this.#given.has(row.identity) || missed.has(row.identity)) continue;
      const isHit = matches === null || matches(row.job);
      if (isHit) hits.push(row);
      (isHit ? this.#given : missed).add(row.identity);
    }
    this.#strideFactor = hits.length * 3 < missed.size ? this.#strideFactor * 2 : 1;
    budget.spend(missed.size);
    return hits;
  }

  /** How many of the rows match, wherever they stand. */
  count(rows: readonly PlacedRow[]): number {
    const { matches } = this.#options;
    return distinct(rows).filter((row) => matches === null || matches(row.job)).length;
  }

  #isWanted(row: PlacedRow): boolean {
    const { stop, compare } = this.#options;
    return stop === null || isBehind(stop, row.key, (a, b) => compare(b, a));
  }
}

const distinct = (rows: readonly PlacedRow[]): PlacedRow[] => {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.identity) && seen.add(row.identity));
};

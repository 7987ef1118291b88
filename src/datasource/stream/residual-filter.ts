import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { PlacedRow } from '../paging/row-order.ts';
import { type Bound, isBehind } from './bound.ts';

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

export interface ResidualFilterOptions {
  /** Along the walk. */
  readonly compare: (a: SortKey, b: SortKey) => number;
  readonly stop: Bound | null;
  readonly matches: (job: Job) => boolean;
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
    const fresh = rows.filter((row) => this.#isWanted(row) && !this.#given.has(row.identity));
    const wanted = distinct(fresh.sort((a, b) => compare(a.key, b.key)));
    const hits = wanted.filter((row) => matches(row.job));
    for (const row of hits) this.#given.add(row.identity);
    this.#strideFactor = hits.length * 4 < wanted.length ? this.#strideFactor * 2 : 1;
    budget.spend(wanted.length - hits.length);
    return hits;
  }

  /** How many of the rows match, wherever they stand. */
  count(rows: readonly PlacedRow[]): number {
    return distinct(rows).filter((row) => this.#options.matches(row.job)).length;
  }

  #isWanted(row: PlacedRow): boolean {
    return isBehind(this.#options.stop, row.key, (a, b) => this.#options.compare(b, a));
  }
}

const distinct = (rows: readonly PlacedRow[]): PlacedRow[] => {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.identity) && seen.add(row.identity));
};

import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { Hint } from '../feed/hint.ts';
import type { Bound } from '../feed/row-feed.ts';
import type { PlacedRow } from '../paging/row-order.ts';
import type { Need } from './job-stream.ts';

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
  readonly stop: Bound | null;
  /** `null`: every job does. */
  readonly matches: ((job: Job) => boolean) | null;
  readonly budget: ScanBudget;
}

/** Lets through what is wanted of the rows that a stream reads, each row once. */
export class ResidualFilter {
  readonly #options: ResidualFilterOptions;
  readonly #compare: (a: SortKey, b: SortKey) => number;
  readonly #given = new Set<string>();
  #strideFactor = 1;
  #hasMissed = false;

  /** `compare`: along the walk. */
  constructor(options: ResidualFilterOptions, compare: (a: SortKey, b: SortKey) => number) {
    this.#options = options;
    this.#compare = compare;
  }

  /** How many times more rows are worth reading, where hardly any match. */
  get strideFactor(): number {
    return this.#strideFactor;
  }

  /** Rows were read that do not match. */
  get hasMissed(): boolean {
    return this.#hasMissed;
  }

  /** Of rows in any order those that are wanted, match, and were not let through before; in the walk's order. */
  apply(rows: readonly PlacedRow[]): readonly PlacedRow[] {
    const { matches, budget, stop } = this.#options;
    const hits: PlacedRow[] = [];
    const missed = new Set<string>();
    for (const row of this.#inOrder(rows)) {
      if (stop !== null && this.#isBehind(row, stop)) break;
      if (this.#given.has(row.identity) || missed.has(row.identity)) continue;
      const isHit = matches === null || matches(row.job);
      if (isHit) hits.push(row);
      (isHit ? this.#given : missed).add(row.identity);
    }
    this.#strideFactor = hits.length * 3 < missed.size ? this.#strideFactor * 2 : 1;
    this.#hasMissed ||= missed.size > 0;
    budget.spend(missed.size);
    return hits;
  }

  /** How many of the rows match, wherever they stand. */
  count(rows: readonly PlacedRow[]): number {
    const { matches } = this.#options;
    return distinct(rows).filter((row) => matches === null || matches(row.job)).length;
  }

  /** Ranks tell the order of all rows but those of one rank. */
  #inOrder(rows: readonly PlacedRow[]): readonly PlacedRow[] {
    let last: PlacedRow | null = null;
    for (const row of rows) {
      if (last !== null && last.rank >= row.rank && this.#compare(last.key, row.key) > 0)
        return rows.toSorted((a, b) => this.#compare(a.key, b.key));
      last = row;
    }
    return rows;
  }

  #isBehind({ key }: PlacedRow, stop: Bound): boolean {
    const order = this.#compare(key, stop.key);
    return order > 0 || (order === 0 && !stop.isInclusive);
  }
}

/** Where a walk has come in a list. */
export interface PlacedList {
  readonly hint: Hint;
  /** An index of the vendor's list as a place along the walk. */
  placeOf(index: number): number;
  /** A search led the walk into the list, so that a place does not tell how many rows it has passed. */
  readonly beginsMidway: boolean;
}

/**
 * Rows of a list to read at least, of which nothing has matched yet: about twice as far as the page is likely to get, by how far
 * the walk came in it with the rows that it gave. All that is read counts, for the cursor keeps up to where there is nothing.
 */
export function rowsToPass(
  list: Pick<ResidualFilterOptions, 'matches'> & PlacedList,
  { most, given }: Need,
): number {
  const { index, anchors } = list.hint;
  if (list.beginsMidway || list.matches === null || index === null || anchors.length > 0 || given === 0)
    return 0;
  return Math.ceil((2 * most * list.placeOf(index)) / given);
}

const distinct = (rows: readonly PlacedRow[]): PlacedRow[] => {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.identity) && seen.add(row.identity));
};

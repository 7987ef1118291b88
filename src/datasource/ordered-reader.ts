import type { Job } from '../model/job.ts';
import type { SortKey } from '../model/sort-key.ts';
import { SourceError } from '../model/source-error.ts';
import { isInOrder, type ListWindow, type PlacedRow, type WindowReader } from './list-window.ts';
import { type Rank, START } from './ranks.ts';

/** A job at its place in the order. */
export interface OrderedRow {
  readonly job: Job;
  readonly key: SortKey;
}

export interface Batch {
  /** In the walk's order; all that stands between the batch before and the next one. */
  readonly rows: readonly PlacedRow[];
  /** Nothing comes after. */
  readonly isLast: boolean;
}

/** The vendor's list is not in the order that its backend declares. */
export class DisorderError extends Error {
  override readonly name = 'DisorderError';
}

export interface OrderedReaderOptions {
  readonly windows: WindowReader;
  /** Rows of a lower rank are not wanted. `START`: all are. */
  readonly from: Rank;
  /** An index in the vendor's list near `from`, remembered from an earlier walk: a hint, never trusted. */
  readonly hint: number | null;
}

const MAX_PROBES = 80;
const MAX_TIE_READS = 4;
const MAX_ATTEMPTS = 6;

/**
 * Reads a paged list along a walk, in batches that are complete whatever happens to the list between two requests.
 *
 * The key decides, never the index. Rows of one rank (one instant, as far as the vendor's times tell) may change places
 * from request to request, and rows may be inserted or deleted at any time. So a page counts only if it begins with a row
 * that stands before all that is still wanted, or at the edge of the list; and of a page that does not end the list, the
 * last rank is left for the next page, which begins before it.
 */
export class OrderedReader {
  readonly #windows: WindowReader;
  /** All rows of a lower rank have been given out, or are not wanted. */
  #frontier: Rank;
  /** Where the row before the frontier was last seen; `null`: nobody knows. */
  #anchor: number | null;
  readonly #seen: { readonly rank: Rank; readonly index: number }[] = [];

  constructor(options: OrderedReaderOptions) {
    this.#windows = options.windows;
    this.#frontier = options.from;
    this.#anchor = options.hint;
  }

  /** The next rows, about `want` of them. Throws `DisorderError`, `SourceError`. */
  async next(want: number): Promise<Batch> {
    const { maxPageSize } = this.#windows;
    for (let limit = want + 2; ; limit *= 4) {
      const window = await this.#locate(Math.min(limit, maxPageSize));
      const last = window.rows.at(-1);
      if (window.closesAtEdge || last === undefined) return this.#give(window.rows, true);
      if (window.rows.some((row) => this.#isWanted(row) && row.rank < last.rank)) {
        return this.#giveBefore(last.rank, window);
      }
      if (limit >= maxPageSize) return this.#readTie(last.rank);
    }
  }

  /** An index near the place where all rows of a lower rank end; `null` where none was seen. */
  hintAt(rank: Rank): number | null {
    return this.#seen.findLast((place) => place.rank < rank)?.index ?? null;
  }

  get frontier(): Rank {
    return this.#frontier;
  }

  #isWanted(row: PlacedRow): boolean {
    return row.rank >= this.#frontier;
  }

  #giveBefore(rank: Rank, window: ListWindow): Batch {
    const batch = this.#give(
      window.rows.filter((row) => row.rank < rank),
      false,
    );
    this.#frontier = rank;
    return batch;
  }

  #give(rows: readonly PlacedRow[], isLast: boolean): Batch {
    const wanted = rows.filter((row) => this.#isWanted(row));
    for (const row of rows) this.#seen.push({ rank: row.rank, index: row.index });
    this.#anchor = rows.at(-1)?.index ?? this.#anchor;
    return { rows: wanted, isLast };
  }

  /** A window that begins before the frontier and reaches it. */
  async #locate(limit: number): Promise<ListWindow> {
    if (this.#windows.seeksByTime || (this.#frontier === START && this.#windows.runsAlong)) {
      return this.#checked(await this.#windows.read(null, limit, this.#frontier));
    }
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const window = await this.#windows.read(this.#anchor, limit, this.#frontier);
      if (this.#isPositioned(window) && this.#reaches(window)) return this.#checked(window);
      this.#anchor = this.#tail(attempt) ?? (await this.#seek(window, limit));
    }
    throw unsteady();
  }

  /** Where the vendor's own count says that the list ends: a guess worth one request. */
  #tail(attempt: number): number | null {
    return attempt === 0 && this.#frontier === START ? this.#windows.total() : null;
  }

  #isPositioned(window: ListWindow): boolean {
    const first = window.rows[0];
    return window.opensAtEdge || (first !== undefined && !this.#isWanted(first));
  }

  #reaches(window: ListWindow): boolean {
    return window.closesAtEdge || window.rows.some((row) => this.#isWanted(row));
  }

  #checked(window: ListWindow): ListWindow {
    if (!isInOrder(window.rows)) throw new DisorderError();
    return window;
  }

  /** The place of the last row before the frontier: by strides that grow, then by halving. */
  async #seek(window: ListWindow, limit: number): Promise<number> {
    let probes = 0;
    const isBefore = async (place: number): Promise<boolean> => {
      if (++probes > MAX_PROBES) throw unsteady();
      return this.#windows.isBefore(place, this.#frontier);
    };
    let { before, after } = this.#bounds(window);
    for (let stride = limit; before === null || after === null; stride *= 4) {
      const place: number =
        before === null ? Math.max((after ?? 0) - stride, this.#windows.lowest) : before + stride;
      if (place >= this.#windows.highest) after = this.#windows.highest;
      else if (place <= this.#windows.lowest || (await isBefore(place))) before = place;
      else after = place;
    }
    while (after - before > Math.max(1, limit - 2)) {
      const middle = Math.floor((before + after) / 2);
      if (await isBefore(middle)) before = middle;
      else after = middle;
    }
    return this.#windows.indexAt(before);
  }

  /** What a window tells of the frontier's place, in places along the walk. */
  #bounds(window: ListWindow): { before: number | null; after: number | null } {
    const wanted = window.rows.find((row) => this.#isWanted(row));
    const settled = window.rows.findLast((row) => !this.#isWanted(row));
    const after = wanted ? this.#windows.placeOf(wanted.index) : window.closesAtEdge ? window.end : null;
    const before = settled ? this.#windows.placeOf(settled.index) : window.opensAtEdge ? window.start : null;
    return { before, after };
  }

  /** One rank fills the window: read on until it ends, and again where rows changed places meanwhile. */
  async #readTie(rank: Rank): Promise<Batch> {
    const found = new Map<string, PlacedRow>();
    for (let attempt = 0; attempt < MAX_TIE_READS; attempt++) {
      const { rows, after } = await this.#readThrough(rank);
      for (const row of rows) found.set(row.identity, row);
      if (found.size >= rows.length) {
        const all = [...found.values()];
        const batch = this.#give(all, after === null);
        if (after !== null) this.#frontier = after;
        return batch;
      }
    }
    const message = `More than ${found.size} jobs share one instant and change places while they are read.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: true });
  }

  /** All rows up to the end of a rank; `after`: the rank that follows, `null` for none. */
  async #readThrough(rank: Rank): Promise<{ rows: PlacedRow[]; after: Rank | null }> {
    const rows: PlacedRow[] = [];
    let window = await this.#locate(this.#windows.maxPageSize);
    for (;;) {
      rows.push(...window.rows.filter((row) => this.#isWanted(row) && row.rank <= rank));
      const beyond = window.rows.find((row) => row.rank > rank);
      if (beyond !== undefined) return { rows, after: beyond.rank };
      if (window.closesAtEdge || window.rows.length === 0) return { rows, after: null };
      window = this.#checked(
        await this.#windows.read(window.next, this.#windows.maxPageSize, this.#frontier),
      );
    }
  }
}

const unsteady = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: 'The vendor’s list changes faster than it can be read, or its paging does not advance.',
    retryable: true,
  });

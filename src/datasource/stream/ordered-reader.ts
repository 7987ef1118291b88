import { SourceError } from '../../model/source-error.ts';
import { isInOrder, type ListWindow, type WindowReader } from '../paging/list-window.ts';
import type { PlacedRow } from '../paging/placed-row.ts';
import { type Rank, START } from '../paging/ranks.ts';

export interface Batch {
  /** In the walk's order; all that stands between the batch before and the next one. */
  readonly rows: readonly PlacedRow[];
  /** Nothing comes after. */
  readonly isLast: boolean;
}

/** The vendor's list is not in the order that its backend declares. */
export class DisorderError extends Error {
  override readonly name: string = 'DisorderError';
}

/** A whole page of rows that cannot be read: nothing tells where in the order it stands. */
export class UnreadablePage extends DisorderError {}

export interface OrderedReaderOptions {
  readonly windows: WindowReader;
  /** Rows of a lower rank are not wanted. `START`: all are. */
  readonly from: Rank;
  /** An index in the vendor's list near `from`, remembered from an earlier walk: a hint, never trusted. */
  readonly hint: number | null;
}

const MAX_PROBES = 80;
const MAX_TIE_READS = 60;
/** Passes that tell how many places a tie has: the latest, for rows may have gone. */
const TIE_MEMORY = 4;
/** Passes without a new row: of the rows found some may have gone, so their number alone does not tell. */
const QUIET_PASSES = 3;
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
  #reached: number | null;
  /** Where the list begins, as the walk goes, if that was seen. */
  #edge: number | null = null;
  readonly #seen: { readonly rank: Rank; readonly index: number }[] = [];

  constructor(options: OrderedReaderOptions) {
    this.#windows = options.windows;
    this.#frontier = options.from;
    this.#anchor = options.hint;
    this.#reached = options.hint;
  }

  /** The next rows, about `want` of them. Throws `DisorderError`, `SourceError`. */
  async next(want: number): Promise<Batch> {
    const { maxPageSize } = this.#windows;
    for (let limit = want + 2; ; limit *= 4) {
      const window = await this.#locate(Math.min(limit, maxPageSize()));
      if (window.closesAtEdge) return this.#give(window.rows, true);
      const last = window.rows.at(-1);
      if (last === undefined) {
        if (limit >= maxPageSize()) throw new UnreadablePage();
        continue;
      }
      if (window.rows.some((row) => this.#isWanted(row) && row.rank < last.rank)) {
        return this.#giveBefore(last.rank, window);
      }
      if (limit >= maxPageSize()) return this.#readTie(last.rank);
    }
  }

  /** An index near the place where all rows of a lower rank end; `null`: nobody knows, or it would not help. */
  hintAt(rank: Rank): number | null {
    if (this.#windows.seeksByTime) return null;
    return this.#seen.findLast((place) => place.rank < rank)?.index ?? this.#edge;
  }

  /** The index of the row that was given out last, or stands before the walk's start. */
  get reached(): number | null {
    return this.#reached;
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
    this.#reached = rows.at(-1)?.index ?? this.#reached;
    return { rows: wanted, isLast };
  }

  /** A window that begins before the frontier and reaches it. */
  async #locate(limit: number, isExact = false): Promise<ListWindow> {
    if (this.#frontier === START && this.#windows.runsAlong) {
      return this.#checked(await this.#windows.read(null, limit, this.#frontier, isExact));
    }
    if (this.#windows.seeksByTime) this.#anchor = null;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const window = await this.#windows.read(this.#anchor, limit, this.#frontier, isExact || attempt > 0);
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
    if (window.opensAtEdge) this.#edge = this.#windows.edgeOf(window);
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

  /**
   * One rank fills the window: read on until it ends. Where its rows change places meanwhile, or the list does, it is read
   * again and again, until as many were found as the rank has places.
   */
  async #readTie(rank: Rank): Promise<Batch> {
    const found = new Map<string, PlacedRow>();
    const places: number[] = [];
    let quiet = 0;
    for (let pass = 0; pass < MAX_TIE_READS; pass++) {
      const tie = await this.#readThrough(rank);
      const before = found.size;
      for (const row of tie.rows) found.set(row.identity, row);
      places.push(new Set(tie.rows.map((row) => row.index)).size);
      const isFull = found.size >= Math.max(...places.slice(-TIE_MEMORY));
      quiet = found.size > before ? 0 : quiet + 1;
      if (!isFull || (!tie.isSteady && quiet < QUIET_PASSES)) continue;
      const batch = this.#give([...found.values()], tie.after === null);
      if (tie.after !== null) this.#frontier = Math.max(this.#frontier, tie.after);
      return batch;
    }
    const message = `More than ${found.size} jobs share one instant and change places while they are read.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: true });
  }

  /** All rows up to the end of a rank. Pages overlap by one row: where it has moved, rows may be missing. */
  async #readThrough(rank: Rank): Promise<Tie> {
    const rows: PlacedRow[] = [];
    let isSteady = true;
    let window = await this.#locate(this.#windows.maxPageSize(), true);
    for (;;) {
      rows.push(...window.rows.filter((row) => this.#isWanted(row) && row.rank <= rank));
      const beyond = window.rows.find((row) => row.rank > rank);
      if (beyond !== undefined) return { rows, after: beyond.rank, isSteady };
      const joint = window.rows.at(-1);
      if (window.closesAtEdge || joint === undefined) return { rows, after: null, isSteady };
      if (joint.index === window.rows[0]?.index) throw new DisorderError();
      const limit = this.#windows.maxPageSize();
      window = this.#checked(await this.#windows.read(joint.index, limit, this.#frontier, true));
      isSteady &&= window.rows[0]?.identity === joint.identity;
    }
  }
}

/** `after`: the rank that follows, `null` for none. */
interface Tie {
  readonly rows: readonly PlacedRow[];
  readonly after: Rank | null;
  readonly isSteady: boolean;
}

const unsteady = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: 'The vendor’s list changes faster than it can be read, or its paging does not advance.',
    retryable: true,
  });

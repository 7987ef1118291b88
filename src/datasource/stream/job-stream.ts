import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { Note } from '../contract/note.ts';
import type { Hint } from '../feed/hint.ts';

export interface StreamRow {
  readonly job: Job;
  readonly key: SortKey;
}

/** What stands behind the rows of a stream that were read. */
export type Edge =
  /** Nothing that is wanted stands before this key, which is no row's own; what follows has not been read. */
  { readonly kind: 'watermark'; readonly key: SortKey } | { readonly kind: 'end' };

/**
 * One sorted list of jobs, read only as far as it is asked for. What was read for a page stays at hand until the page is
 * done, so that the page can be begun anew and every place in it can be told.
 */
export interface JobStream {
  readonly sourceId: string;
  /** Unique over all sources, and stable: a cursor remembers it. */
  readonly id: string;
  /** All that was read for this page and is wanted, in the walk's order. */
  readonly rows: readonly StreamRow[];
  /** `null`: nothing is known of what stands behind the rows, `advance` reads. */
  readonly beyond: Edge | null;
  /** What was known before anything was read is where a wanted row stood; else there may be none for long. */
  readonly knowsNext: boolean;
  /**
   * Reads on, so that there are more rows than before, or more is known of what stands behind them. `restart`: the list
   * proved out of order, and what it gave for this page does not count. Throws `SourceError`.
   */
  advance(): Promise<'read' | 'restart'>;
  /** Has so many rows at hand, or all there are, for as long as there is nothing better to do than to wait for others. */
  readAhead(rows: number, isIdle: () => boolean): Promise<void>;
  /** Whether more rows may be read that do not match. */
  mayScanOn(): boolean;
  /** Whether rows were read for this page that do not match. */
  hasScanned(): boolean;
  /** For a cursor at this key, after so many rows were taken; `key`: `null` before all rows. */
  hintAfter(taken: number, key: SortKey | null): Hint;
  readonly notes: readonly Note[];
  count(): Promise<StreamCount>;
}

/** How many jobs match in a stream, wherever a page of it lies, as far as is known. */
export interface StreamCount {
  readonly atLeast: number;
  readonly isExact: boolean;
}

/** How many rows are worth reading of one stream. */
export interface Need {
  /** What a stream is likely to give to the page. */
  readonly share: number;
  /** What the page still misses. */
  readonly most: number;
  /** What the walk had given out before this page, of all streams. */
  readonly given: number;
}

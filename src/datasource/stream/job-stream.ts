import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { Note } from '../contract/note.ts';
import type { Hint } from './hint.ts';

/** What stands first in a stream. */
export type Head =
  | { readonly kind: 'row'; readonly job: Job; readonly key: SortKey }
  /** Nothing that is wanted stands before this key, which is no row's own; what follows has not been read. */
  | { readonly kind: 'watermark'; readonly key: SortKey }
  | { readonly kind: 'end' };

/**
 * One sorted list of jobs, read only as far as it is asked for. What was read for a page stays at hand until the page is
 * done, so that the page can be begun anew and every place in it can be told.
 */
export interface JobStream {
  readonly sourceId: string;
  /** Unique over all sources, and stable: a cursor remembers it. */
  readonly id: string;
  /** What comes after so many rows were taken for this page; `null`: nothing is known, `advance` reads. */
  readonly headAfter: (taken: number) => Head | null;
  /**
   * Reads on, so that `headAfter` tells more than before. `restart`: the list proved out of order, and what it gave for
   * this page does not count. Throws `SourceError`.
   */
  readonly advance: () => Promise<'read' | 'restart'>;
  /** Has so many rows at hand, or all there are, while there is nothing better to do than to wait for others. */
  readonly readAhead: (rows: number) => Promise<void>;
  /** Whether more rows may be read that do not match. */
  readonly mayScanOn: () => boolean;
  /** For a cursor at this key, after so many rows were taken; `key`: `null` before all rows. */
  readonly hintAfter: (taken: number, key: SortKey | null) => Hint;
  readonly notes: readonly Note[];
  readonly count: () => Promise<StreamCount>;
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
}

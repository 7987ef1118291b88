import type { Job } from '../../model/job.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { Note } from '../contract/note.ts';
import type { Hint } from './hint.ts';

/** What stands first in a stream. */
export type Head =
  | { readonly kind: 'row'; readonly job: Job; readonly key: SortKey }
  /** The scan budget is spent: nothing was found up to this key, and nobody knows what comes after it. */
  | { readonly kind: 'barrier'; readonly key: SortKey }
  | { readonly kind: 'end' };

/** One sorted list of jobs, read only as far as it is asked for. */
export interface JobStream {
  readonly sourceId: string;
  /** Unique over all sources, and stable: a cursor remembers it. */
  readonly id: string;
  /** Throws `SourceError`. */
  readonly peek: () => Promise<Head>;
  /** Takes away what `peek` showed. */
  readonly take: () => void;
  /** Has so many rows at hand, or all there are, while there is nothing better to do than to wait for others. */
  readonly readAhead: (rows: number) => Promise<void>;
  /** For a cursor at this key; `null`: one before all rows. */
  readonly hintAt: (key: SortKey | null) => Hint | null;
  readonly notes: readonly Note[];
  readonly count: () => Promise<StreamCount>;
}

/** How many jobs a stream holds, as far as is known. */
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

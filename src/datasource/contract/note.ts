import type { SourceError } from '../../model/source-error.ts';

/** Something that the report must say of a source whose answer was used all the same. */
export interface Note {
  readonly error: SourceError;
  /** Rows are missing from the answer: the client is told in `errors` as well. */
  readonly losesRows: boolean;
}

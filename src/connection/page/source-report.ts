import type { Query } from '../../datasource/contract/transport.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { Ledger } from '../../scope/ledger.ts';

export type ReportState = 'OK' | 'PARTIAL' | 'LATE' | 'FAILED' | 'SKIPPED';

/** What one source did for one answer. */
export interface SourceReport {
  readonly sourceId: string;
  readonly state: ReportState;
  readonly error: SourceError | null;
  /** Rows that should be on the page may come later. */
  readonly owesRows: boolean;
  readonly rowsReturned: number;
  /** Alive: what it tells is complete when the operation is. */
  readonly ledger: Ledger;
  /** Fields of the filter, by name. */
  readonly pushedDown: readonly string[];
  readonly residual: readonly string[];
  /** Of the filter, in the vendor's words. */
  readonly query: Query;
  /** How many lists of the source were read together. */
  readonly lists: number;
}

import type { FilterField } from '../../datasource/filter/matches.ts';
import type { SourceError } from '../../model/source-error.ts';

export type ReportState = 'OK' | 'PARTIAL' | 'LATE' | 'FAILED' | 'SKIPPED';

/** What one source did for one answer. */
export interface SourceReport {
  readonly sourceId: string;
  readonly state: ReportState;
  readonly error: SourceError | null;
  readonly requests: number;
  readonly rowsFetched: number;
  readonly rowsReturned: number;
  readonly cacheHits: number;
  readonly pushedDown: readonly FilterField[];
  readonly residual: readonly FilterField[];
  readonly durationMs: number;
  readonly waitedMs: number;
}

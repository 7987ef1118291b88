import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import { type StatusTable, statusReader } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';

/** vendors.md §3.2. */
export const STATUS_TABLE: StatusTable = { RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' };

export const readWord = statusReader(STATUS_TABLE);

/** The filter has two words of its own: FAIL, and NOT_FAIL for the other two (vendors.md §3.1). */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  if (wanted.every((status) => status === 'FAILED'))
    return { query: [['status', 'FAIL']], precision: 'exact' };
  const isNotFail = wanted.every((status) => status === 'RUNNING' || status === 'SUCCEEDED');
  return isNotFail ? { query: [['status', 'NOT_FAIL']], precision: 'inexact' } : null;
}

import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import { type StatusTable, statusReader } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';

/** docs/vendors/huawei-css.md#words. */
export const STATUS_TABLE: StatusTable = { RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' };

export const readWord = statusReader(STATUS_TABLE);

/** The filter has two words of its own: FAIL, and NOT_FAIL for the other two (docs/vendors/huawei-css.md#filter-by-status). */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  if (wanted.every((status) => status === 'FAILED'))
    return { query: [['status', 'FAIL']], precision: 'exact' };
  const isNotFail = wanted.every((status) => status === 'RUNNING' || status === 'SUCCEEDED');
  return isNotFail ? { query: [['status', 'NOT_FAIL']], precision: 'inexact' } : null;
}

import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import { type StatusTable, statusReader, wordsFor } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';

/** docs/vendors/huawei-vbs.md#words. */
export const STATUS_TABLE: StatusTable = {
  WAITING: 'QUEUED',
  RUNNING: 'RUNNING',
  EXECUTE_SUCCESS: 'SUCCEEDED',
  EXECUTE_FAIL: 'FAILED',
  EXECUTE_TIMEOUT: 'TIMED_OUT',
  SKIP: 'SKIPPED',
};

export const readWord = statusReader(STATUS_TABLE);

/** The job detail has words of its own (docs/vendors/huawei-vbs.md#job-detail). */
export const readStepWord = statusReader({
  INIT: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCESS: 'SUCCEEDED',
  FAIL: 'FAILED',
});

/** The filter takes one word (docs/vendors/huawei-vbs.md#request). */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  const words = wordsFor(STATUS_TABLE, wanted);
  const [word] = words ?? [];
  return word === undefined || words?.length !== 1 ? null : { query: [['status', word]], precision: 'exact' };
}

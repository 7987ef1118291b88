import { type StatusTable, statusesOf, statusReader } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';
import type { Execution } from './wire.ts';

/** docs/vendors/huawei-workspace.md#words. */
export const STATUS_TABLE: StatusTable = {
  WAITING: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCESS: 'SUCCEEDED',
  FAILED: 'FAILED',
};

export const statuses: readonly JobStatus[] = [...statusesOf(STATUS_TABLE), 'PARTIALLY_FAILED'];

export const readWord = statusReader(STATUS_TABLE);

/**
 * The vendor has no word for a run that did well in part: the counts of a finished run tell
 * (docs/vendors/huawei-workspace.md#words).
 */
export function statusOf(row: Execution): JobStatus {
  const status = readWord(row.status);
  const isFinished = status === 'SUCCEEDED' || status === 'FAILED';
  const isMixed = (row.success_count ?? 0) > 0 && (row.failed_count ?? 0) > 0;
  return isFinished && isMixed ? 'PARTIALLY_FAILED' : status;
}

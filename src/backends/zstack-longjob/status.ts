import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import { type StatusTable, statusReader, wordsFor } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';
import { pushIn } from '../zstack-family/wire.ts';

/** docs/vendors/zstack-longjob.md#words. */
export const STATUS_TABLE: StatusTable = {
  Waiting: 'QUEUED',
  Suspended: 'PAUSED',
  Running: 'RUNNING',
  Succeeded: 'SUCCEEDED',
  Canceling: 'CANCELING',
  Canceled: 'CANCELED',
  Failed: 'FAILED',
};

export const readWord = statusReader(STATUS_TABLE);

export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  const words = wordsFor(STATUS_TABLE, wanted) ?? [];
  return words.length === 0 ? null : pushIn('state', words);
}

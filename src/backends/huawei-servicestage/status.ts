import { type StatusTable, statusReader } from '../../datasource/contract/status-table.ts';

/** docs/vendors/huawei-servicestage.md#words; jobs and tasks share it, only tasks are skipped. */
export const STATUS_TABLE: StatusTable = {
  SUBMITTED: 'QUEUED',
  SCHEDULED: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  PARTIALLY_FAILED: 'PARTIALLY_FAILED',
  CANCELLED: 'CANCELED',
  ROLLBACKING: 'ROLLING_BACK',
  ROLLBACKED: 'ROLLED_BACK',
  SKIPPED: 'SKIPPED',
  UNKNOWN: 'UNKNOWN',
};

export const readWord = statusReader(STATUS_TABLE);

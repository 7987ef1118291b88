import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import { type StatusTable, statusReader, wordsFor } from '../../datasource/contract/status-table.ts';
import type { JobStatus } from '../../model/job-status.ts';

/** docs/vendors/huawei-cbr.md#words. */
export const STATUS_TABLE: StatusTable = {
  waiting: 'QUEUED',
  running: 'RUNNING',
  success: 'SUCCEEDED',
  failed: 'FAILED',
  timeout: 'TIMED_OUT',
  skipped: 'SKIPPED',
};

export const readWord = statusReader(STATUS_TABLE);

/** The filter takes one word (docs/vendors/huawei-cbr.md#request). */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  const [word, ...others] = wordsFor(STATUS_TABLE, wanted) ?? [];
  return word === undefined || others.length > 0 ? null : { query: [['status', word]], precision: 'exact' };
}

/** docs/vendors/huawei-cbr.md#types. */
const TYPES: readonly string[] = [
  'backup',
  'copy',
  'replication',
  'restore',
  'delete',
  'sync',
  'vault_delete',
  'remove_resource',
];

/** One type too, in the vendor's own spelling. */
export function pushKinds([kind = '', ...others]: readonly string[]): Pushed | null {
  const isOne = TYPES.includes(kind) && others.length === 0;
  return isOne ? { query: [['operation_type', kind]], precision: 'exact' } : null;
}

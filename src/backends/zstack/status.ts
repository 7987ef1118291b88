import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import type { JobStatus } from '../../model/job-status.ts';
import type { HistoryRow } from './wire.ts';

export const statuses: readonly JobStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED'];

/**
 * The row has no status (docs/vendors/zstack.md#status): running is told apart first, for a running row says `success:
 * false`.
 */
export function statusOf(row: HistoryRow): JobStatus {
  if (isRunning(row)) return 'RUNNING';
  return row.success === true ? 'SUCCEEDED' : 'FAILED';
}

function isRunning({ executeTime, resultDump, success }: HistoryRow): boolean {
  const isUntold = executeTime === null && resultDump === null && success !== true;
  return (
    isUntold || (executeTime !== null && executeTime < 0) || resultDump?.trim().toLowerCase() === 'running'
  );
}

/** `success` divides the runs that did well from those that failed or still run. */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  if (wanted.every((status) => status === 'SUCCEEDED')) return flag('true');
  return wanted.every((status) => status !== 'SUCCEEDED') ? flag('false') : null;
}

const flag = (value: string): Pushed => ({ query: [['q', `success=${value}`]], precision: 'inexact' });

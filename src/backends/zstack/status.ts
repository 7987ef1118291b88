import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import type { JobStatus } from '../../model/job-status.ts';
import type { HistoryRow } from './wire.ts';

export const statuses: readonly JobStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED'];

/**
 * The row has no status (docs/vendors/zstack.md#status): running is told apart first, because a running row has
 * `success: false`.
 */
export function statusOf({ executeTime, resultDump, success }: HistoryRow): JobStatus {
  const isUntold = executeTime === null && resultDump === null && success !== true;
  const isUnended = executeTime !== null && executeTime < 0;
  if (isUntold || isUnended || resultDump?.trim().toLowerCase() === 'running') return 'RUNNING';
  return success === true ? 'SUCCEEDED' : 'FAILED';
}

/** `success` divides the runs that did well from those that failed or still run. */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  if (wanted.every((status) => status === 'SUCCEEDED')) return flag('true');
  return wanted.every((status) => status !== 'SUCCEEDED') ? flag('false') : null;
}

const flag = (value: string): Pushed => ({ query: [['q', `success=${value}`]], precision: 'inexact' });

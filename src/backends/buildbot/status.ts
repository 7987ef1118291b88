import type { Pushed } from '../../datasource/contract/backend-definition.ts';
import type { JobStatus } from '../../model/job-status.ts';

/** What the numbers under `results` are called, and what they mean (docs/vendors/buildbot.md#status). */
const RESULTS: readonly (readonly [word: string, status: JobStatus])[] = [
  ['success', 'SUCCEEDED'],
  ['warnings', 'SUCCEEDED'],
  ['failure', 'FAILED'],
  ['skipped', 'SKIPPED'],
  ['exception', 'FAILED'],
  // What is tried again is open again: what has ended so was not.
  ['retry', 'FAILED'],
  ['cancelled', 'CANCELED'],
];

export const statuses: readonly JobStatus[] = [
  ...new Set<JobStatus>(['QUEUED', 'RUNNING', ...RESULTS.map(([, status]) => status), 'UNKNOWN']),
];

interface Told {
  readonly complete: boolean | null;
  /** Whether somebody works on it. */
  readonly hasBegun: boolean;
  readonly results: number | null;
}

export interface Meaning {
  readonly status: JobStatus;
  readonly nativeStatus: string | null;
}

/** A request or a step. One that is open has no word, only that somebody has begun with it. */
export function meaningOf({ complete, hasBegun, results }: Told): Meaning {
  if (complete !== true) return { status: hasBegun ? 'RUNNING' : 'QUEUED', nativeStatus: null };
  const [word, status] = RESULTS[results ?? -1] ?? [];
  return { status: status ?? 'UNKNOWN', nativeStatus: word ?? (results === null ? null : String(results)) };
}

/** Of open requests `claimed` tells, of others `results`: no condition says both (docs/vendors/buildbot.md#filters). */
export function pushStatuses(wanted: readonly JobStatus[]): Pushed | null {
  if (wanted.every((status) => status === 'QUEUED' || status === 'RUNNING')) return pushOpen(wanted);
  const numbers = RESULTS.flatMap(([, status], number) => (wanted.includes(status) ? [number] : []));
  const isSaid = wanted.every((status) => RESULTS.some(([, known]) => known === status));
  const results = numbers.map((number) => ['results__eq', String(number)] as const);
  return isSaid ? { query: [['complete__eq', 'true'], ...results], precision: 'exact' } : null;
}

function pushOpen(wanted: readonly JobStatus[]): Pushed {
  const [isQueued, isRunning] = [wanted.includes('QUEUED'), wanted.includes('RUNNING')];
  const claimed = isQueued && isRunning ? [] : [['claimed__eq', String(isRunning)] as const];
  return { query: [['complete__eq', 'false'], ...claimed], precision: 'exact' };
}

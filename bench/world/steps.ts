import { nativeIdOf } from './ids.ts';
import type { Outcome, Run } from './run.ts';

/** One of the tasks of a job. Times are epoch milliseconds. */
export interface Step {
  readonly nativeId: string;
  readonly begin: number;
  readonly end: number | null;
  readonly outcome: Outcome;
}

const STEPS = 5;
const SECOND = 1_000;

/** One after the other; the last is as the job is. */
export function stepsOf(run: Run): Step[] {
  return Array.from({ length: STEPS }, (_, place) => {
    const isLast = place === STEPS - 1;
    const begin = run.createdAt + place * SECOND;
    const end = isLast ? run.finishedAt : begin + SECOND;
    return {
      nativeId: `${nativeIdOf(run)}-${place}`,
      begin,
      end,
      outcome: isLast ? run.outcome : 'SUCCEEDED',
    };
  });
}

export const STEP_KINDS = {
  'huawei-workspace': 'RESTART_SERVER',
  'huawei-vbs': 'bksCreateSnapshot',
} as const;

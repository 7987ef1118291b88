import type { Run } from '../workloads/workload.ts';
import type { Contestant } from './contestant.ts';
import type { Sample } from './sample.ts';

/** What one contender did in one run, round by round. */
export interface Line {
  readonly run: Run;
  readonly contestant: Contestant;
  readonly samples: Sample[];
  /** Why it does not count: the first wrong answer. */
  fault: string | null;
}

import type { ExpectedJob } from '../../src/simulator/kit/simulator.ts';

/** How many lists there are where each origin has one. */
export const originsOf = (jobs: readonly ExpectedJob[]): number =>
  new Set(jobs.map(({ originNativeId }) => originNativeId)).size;

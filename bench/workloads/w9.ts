import { latestJobs } from './latest-jobs.ts';
import type { Question } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

/** One stretch of time, after which the next begins in the same process. */
export interface MemoryStep {
  readonly label: string;
  /** 0: nobody asks. */
  readonly clients: number;
  /** Left out: as long as the pace says that a long while is. */
  readonly seconds?: number;
}

export interface MemoryWorkload {
  readonly name: string;
  readonly title: string;
  readonly specials: readonly string[];
  readonly world: typeof TEN_STREAMS;
  readonly question: Question;
  readonly steps: readonly MemoryStep[];
}

export const w9: MemoryWorkload = {
  name: 'W9',
  title: 'memory under W1, MB: the most during each step, and what it was at its end',
  specials: ['jobweave-installed'],
  world: TEN_STREAMS,
  question: latestJobs(TEN_STREAMS, 1).question,
  steps: [
    { label: 'at rest, after one answer', clients: 0, seconds: 2 },
    { label: '32 clients', clients: 32, seconds: 10 },
    { label: '32 clients, and on', clients: 32 },
    { label: '256 clients', clients: 256, seconds: 10 },
    { label: '1,000 clients', clients: 1_000, seconds: 10 },
  ],
};

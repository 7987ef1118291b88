import { expectedJobs } from '../world/expected.ts';
import { PRESENT } from '../world/run.ts';
import { ROWS } from './latest-jobs.ts';
import { endCursor, jobsAfter } from './operations.ts';
import type { Ask, Operation, Run, Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

interface CursorAnswer {
  readonly jobs: { readonly pageInfo: { readonly endCursor: string } };
}

/** Walks there page by page, as a reader does: the cursor is what all these steps have made of it. */
async function cursorBefore(page: number, ask: Ask): Promise<Operation['variables']> {
  let after: string | null = null;
  for (let step = 1; step < page; step += 1) {
    const { jobs } = (await ask(endCursor(ROWS, after))) as CursorAnswer;
    after = jobs.pageInfo.endCursor;
  }
  return { ...jobsAfter(ROWS).variables, after };
}

const runOf = (page: number): Run => ({
  label: `page ${page}`,
  clients: 1,
  question: {
    operation: jobsAfter(ROWS),
    prepare: (ask) => cursorBefore(page, ask),
    expected: () => expectedJobs(TEN_STREAMS, PRESENT, (page - 1) * ROWS, ROWS),
    checks: [PRESENT],
  },
});

export const w4: Workload = {
  name: 'W4',
  title: 'how deep the page lies, 1 client; compared with page 2',
  contenders: ['jobweave'],
  base: 'jobweave',
  grows: true,
  stages: [{ world: TEN_STREAMS, runs: [2, 100, 1_000].map(runOf) }],
};

import type { World } from '../world/world.ts';
import { latestJobs } from './latest-jobs.ts';
import type { Stage, Workload } from './workload.ts';
import { TEN_STREAMS } from './worlds.ts';

/** The origins are shared out among the vendors that list them. */
function worldOf(streams: number): World {
  const each = Math.floor((streams - 1) / 3);
  return {
    streams: {
      zstack: 1,
      'huawei-workspace': streams - 1 - 2 * each,
      'huawei-css': each,
      'huawei-vbs': each,
    },
    rows: 100,
    latencyMs: 0,
  };
}

const stageOf = (world: World, label: string): Stage => ({
  world,
  runs: [{ ...latestJobs(world, 1), label }],
});

const COMMON = {
  contenders: ['limit', 'jobweave'],
  base: 'limit',
  grows: true,
  /** A busy machine must not make a page late. */
  sourceSettings: { deadlineMs: 60_000, timeoutMs: 30_000 },
} as const;

export const w7Streams: Workload = {
  ...COMMON,
  name: 'W7-streams',
  title: 'W1 of more and more streams, 1 client',
  stages: [5, 50, 500, 3_000].map((streams) => stageOf(worldOf(streams), `${streams} streams`)),
};

export const w7Rows: Workload = {
  ...COMMON,
  name: 'W7-rows',
  title: 'W1 of ten streams that are longer and longer, 1 client',
  stages: [100, 10_000, 1_000_000].map((rows) => stageOf({ ...TEN_STREAMS, rows }, `${rows} rows each`)),
};

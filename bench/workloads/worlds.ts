import type { World } from '../world/world.ts';

/** Ten streams at four vendors, 10,000 jobs each. */
export const TEN_STREAMS: World = {
  streams: { zstack: 1, 'huawei-workspace': 3, 'huawei-css': 3, 'huawei-vbs': 3 },
  rows: 10_000,
  latencyMs: 0,
};

import type { DrawnWalk } from '../draw/drawn-walk.ts';
import { walkAll } from '../walk/walk-all.ts';
import { World } from '../world/world.ts';
import { judgeCounts } from './judge-counts.ts';
import { judgePage } from './judge-page.ts';
import { judgeRepeats } from './judge-repeats.ts';
import { judgeRequests } from './judge-requests.ts';
import { judgeOrder, judgeRows } from './judge-rows.ts';
import { judgeSlice } from './judge-slice.ts';

/** Walks as it was drawn, and throws where a client was told something wrong. */
export async function judgeWalk(drawn: DrawnWalk): Promise<void> {
  const world = new World(drawn.world);
  const pages = await walkAll(drawn, world);
  judgeRows(world, pages);
  judgeOrder(drawn, pages);
  for (const page of pages) judgePage(page);
  judgeCounts(drawn, world, pages);
  judgeRequests(drawn, pages);
  judgeRepeats(drawn, pages);
  await judgeSlice(drawn, world, pages);
}

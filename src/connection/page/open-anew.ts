import type { Merge } from '../merge/merge.ts';
import { openFetch, type PagePlan } from './open-fetch.ts';
import type { SourceFetch } from './source-fetch.ts';

/** Opens a source once more while the page is under way: what it has now takes the place of what it had, which gave no row. */
export async function openAnew(fetch: SourceFetch, plan: PagePlan, merge: Merge): Promise<void> {
  const { lanes } = fetch;
  if (lanes.length > 0) plan.need.streams -= lanes.length - 1;
  for (const lane of lanes) merge.lanes.splice(merge.lanes.indexOf(lane), 1);
  fetch.lanes = [];
  await openFetch(fetch, plan);
  // The others have gone on since the page began: these have not.
  for (const lane of fetch.lanes) lane.resumed.push({ rows: 0, place: lane.start ?? plan.walk.from.common });
  merge.lanes.push(...fetch.lanes);
}

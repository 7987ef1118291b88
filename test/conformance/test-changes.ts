import assert from 'node:assert/strict';
import type { JobEdge } from '../../src/connection/page/job-page.ts';
import type { JobOrder } from '../../src/model/job-filter.ts';
import { compareKeys, type SortKey } from '../../src/model/sort-key.ts';
import type { Simulator } from '../../src/simulator/kit/simulator.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import { NOW, type Suite } from './test-backend.ts';
import { DIRECTIONS, ORDERS } from './test-walks.ts';
import { idsOf } from './view.ts';

const PAGE = 4;

/** Jobs come and go between two pages: the others are neither repeated nor hidden. */
export function testChanges({ check, start }: Suite): void {
  for (const order of ORDERS) {
    for (const isForward of DIRECTIONS) {
      check(`changes between pages, ${order} ${isForward ? 'first/after' : 'last/before'}`, async () => {
        await using simulator = await start();
        const source = connectVendor(simulator, { discoverySeconds: 0 });
        const before = idsOf(simulator.expected());
        const pages = await jobList({ sources: [source], order }).walk(PAGE, {
          isForward,
          between: ({ edges }, count) =>
            disturb(simulator, isForward ? edges() : edges().toReversed(), count),
        });
        const edges = edgesOf(pages, isForward);
        const seen = idsOf(edges.map(({ job }) => job));
        const throughout = idsOf(simulator.expected()).filter((id) => before.includes(id));
        assert(throughout.length < before.length, 'jobs went');
        assert.deepEqual(repeated(seen), []);
        assert.deepEqual(
          throughout.filter((id) => !seen.includes(id)),
          [],
          'hidden',
        );
        // A list that the walk meets only now begins at its start, out of the order.
        assertInOrder(
          edges.filter(({ isLate }) => !isLate),
          order,
        );
        await source.close();
      });
    }
  }
}

/** `edges`: of the page read last, in the order of the walk. */
function disturb(simulator: Simulator, edges: readonly JobEdge[], count: number): void {
  const last = edges.at(-1)?.job;
  if (last === undefined) return;
  const change = count % 4;
  if (change === 0) simulator.insert({ createdAt: NOW - 1_000 * count });
  if (change === 1) simulator.remove(last.nativeId);
  if (change === 2) for (const { job } of edges) simulator.remove(job.nativeId);
  if (change === 3) {
    const all = simulator.expected();
    const at = all.findIndex(({ nativeId }) => nativeId === last.nativeId);
    for (const neighbour of [all[at - 2], all[at + 2]])
      if (neighbour !== undefined) simulator.remove(neighbour.nativeId);
    simulator.insert({ createdAt: (last.createdAt ?? NOW) - 3_600_000 });
    simulator.insert({ createdAt: (last.createdAt ?? NOW) + 3_600_000 });
  }
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, i) => ids.indexOf(id) !== i);

function assertInOrder(edges: readonly JobEdge[], order: JobOrder): void {
  const keys = edges.map(
    ({ job }): SortKey => ({
      time: job.createdAt,
      sourceId: job.sourceId,
      nativeId: job.nativeId,
      originId: '',
    }),
  );
  const sorted = keys.toSorted(compareKeys);
  assert.deepEqual(keys, order === 'CREATED_AT_DESC' ? sorted : sorted.toReversed());
}

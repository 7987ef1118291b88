import assert from 'node:assert/strict';
import type { JobOrder } from '../../src/model/job-filter.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import type { Suite } from './test-backend.ts';
import { expectedView, jobView } from './view.ts';

export const ORDERS: readonly JobOrder[] = ['CREATED_AT_DESC', 'CREATED_AT_ASC'];
export const DIRECTIONS = [true, false] as const;

const LARGEST_PAGE = 500;

/** Every job once, in order, as the vendor has it, in pages of any size, from either end. */
export function testWalks({ check, start }: Suite): void {
  for (const order of ORDERS) {
    for (const isForward of DIRECTIONS) {
      check(`walks ${order} ${isForward ? 'first/after' : 'last/before'}`, async () => {
        await using simulator = await start();
        const source = connectVendor(simulator);
        const newestFirst = simulator.expected().map(expectedView);
        const all = order === 'CREATED_AT_DESC' ? newestFirst : newestFirst.toReversed();
        for (const size of [1, 2, all.length - 1, all.length, all.length + 1, LARGEST_PAGE]) {
          const pages = await jobList({ sources: [source], order }).walk(size, { isForward });
          const read = edgesOf(pages, isForward);
          assert.deepEqual(
            read.map(({ job }) => jobView(job)),
            all,
            `page size ${size}`,
          );
          assert.equal(pages.length, Math.ceil(all.length / size), `pages of size ${size}`);
          assert(read.every(({ isLate }) => !isLate));
        }
        await source.close();
      });
    }
  }

  check('reads on from any edge, and twice the same', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    const list = jobList({ sources: [source] });
    const all = simulator.expected().map(expectedView);
    const { edges } = await list.page({ size: all.length });
    for (const [i, edge] of edges().entries()) {
      if (i % 5 !== 0) continue;
      const from = await edge.cursor();
      for (const _ of ['once', 'twice']) {
        const next = await list.page({ size: 4, from });
        assert.deepEqual(
          next.edges().map(({ job }) => jobView(job)),
          all.slice(i + 1, i + 5),
        );
      }
      const previous = await list.page({ size: 4, from, isForward: false });
      assert.deepEqual(
        previous.edges().map(({ job }) => jobView(job)),
        all.slice(Math.max(0, i - 4), i),
      );
    }
    await source.close();
  });
}

import assert from 'node:assert/strict';
import type { Job } from '../../src/model/job.ts';
import type { JobStatus } from '../../src/model/job-status.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import { NOW, type Suite } from './test-backend.ts';

/** Every status that the vendor has comes out as the table says. */
export function testStatuses({ check, start, statuses }: Suite): void {
  const meanings = new Map(
    Object.entries(statuses).map(([word, meaning]) => [word.toUpperCase(), [meaning].flat()]),
  );
  const all = new Set([...meanings.values()].flat());

  const assertMeaning = ({ nativeId, status, nativeStatus }: Job): void => {
    const known =
      nativeStatus === null ? [...all] : (meanings.get(nativeStatus.toUpperCase()) ?? ['UNKNOWN']);
    assert(known.includes(status), `${nativeId}, ${nativeStatus}, came out as ${status}`);
  };

  for (const status of all) {
    check(`a job that is ${status}`, async () => {
      await using simulator = await start({ jobs: 3 });
      const inserted = simulator.insert({ createdAt: NOW - 90_000, status });
      const source = connectVendor(simulator);
      const read = edgesOf(await jobList({ sources: [source] }).walk(10)).map(({ job }) => job);
      read.forEach(assertMeaning);
      const found = read.find(({ nativeId }) => nativeId === inserted);
      assert.equal(found?.status, status satisfies JobStatus);
      await source.close();
    });
  }
}

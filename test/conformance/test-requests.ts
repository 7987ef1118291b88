import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectVendor } from '../support/connect-vendor.ts';
import { jobList } from '../support/job-list.ts';
import { sourceScope } from '../support/source-scope.ts';
import type { Suite } from './test-backend.ts';

/** What reading costs the vendor. */
export function testRequests({ check, start, firstPage }: Suite): void {
  check('a first page costs at most one request for each list', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    await source.listOrigins(sourceScope());
    simulator.requests.length = 0;
    const page = await jobList({ sources: [source] }).page({ size: 20 });
    assert.equal(page.edges().length, 20);
    assert(simulator.requests.length > 0);
    assert(simulator.requests.length <= firstPage(simulator.expected()), `${simulator.requests.length}`);
    assert.equal(page.reports()[0]?.ledger.requests, simulator.requests.length, 'the report tells the same');
    await source.close();
  });

  check('signs in at most once in a walk', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    await jobList({ sources: [source] }).walk(7);
    const [other, ...signIns] = [...new Set(simulator.requests.map(({ method }) => method))].sort();
    assert.equal(other, 'GET');
    assert(signIns.length === 0 || simulator.requests.filter(({ method }) => method !== 'GET').length === 1);
    await source.close();
  });

  check('a caller who leaves stops what is still to be asked', async () => {
    await using simulator = await start({ jobs: 240 });
    const source = connectVendor(simulator, { concurrency: 1, shareSeconds: 0 });
    // So many that all must be read.
    const ask = (signal: AbortSignal) => jobList({ sources: [source], signal }).page({ size: 500 });
    await ask(new AbortController().signal);
    simulator.requests.length = 0;
    await ask(new AbortController().signal);
    assert(simulator.requests.length > 1, 'there is something to stop');

    simulator.requests.length = 0;
    const caller = new AbortController();
    simulator.fault = () => {
      caller.abort();
      return { kind: 'delay', ms: 20 };
    };
    await Promise.allSettled([ask(caller.signal)]);
    await sleep(100);
    assert.equal(simulator.requests.length, 1);
    await source.close();
  });
}

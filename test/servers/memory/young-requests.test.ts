import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { startProcess, writeConfig } from '../cli/start-process.ts';

const WARM = 200;
const REQUESTS = 50;
const AT_ONCE = 10;
/** A request makes some 300 kB of garbage here. */
const MOST_BYTES = 30_000;

const QUERY = `query ($before: DateTime) {
  jobs(first: 20, filter: { createdBefore: $before }) { nodes { id name status createdAt } pageInfo { endCursor } }
}`;

for (const clients of [1, AT_ONCE])
  test(`what ended requests leave is collected with the young (${clients} at once)`, async (t) => {
    const vendor = await createZstackSimulator({ jobs: 60 });
    t.after(vendor.close);
    const file = await writeConfig(t, {
      server: { port: 0, probeSeconds: 0, shutdown: { delayMs: 0 } },
      sources: [{ id: 'dc1', backend: 'zstack', ...vendor.settings }],
    });
    const gateway = await startProcess(t, ['serve', '--config', file], undefined, {
      // In a small young generation, requests that are under way would grow old.
      NODE_OPTIONS: `--max-semi-space-size=32 --import=${join(import.meta.dirname, 'report-heap.ts')}`,
    });
    const heapUrl = /Heap: (\S+)/.exec(gateway.output())?.[1] ?? '';
    const used = async (path = ''): Promise<number> => Number(await (await fetch(heapUrl + path)).text());
    let asked = 0;
    const ask = async (): Promise<void> => {
      asked += 1;
      const before = new Date(Date.now() + 1_000 * asked).toISOString();
      const body = JSON.stringify({ query: QUERY, variables: { before } });
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(gateway.url, { method: 'POST', headers, body });
      assert.equal(status, 200);
    };
    const askAll = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += clients) await Promise.all(Array.from({ length: clients }, ask));
    };
    // Whoever asks by GET loads what few requests need. The gateway does so by itself in one of its first seconds, and it
    // would count as left by the requests of that second.
    const headers = { 'x-jobweave-preflight': '1' };
    assert.equal((await fetch(`${gateway.url}?query={__typename}`, { headers })).status, 200);
    await askAll(WARM);
    await used('whole');
    const before = await used();
    await askAll(REQUESTS);
    const left = ((await used()) - before) / REQUESTS;
    t.diagnostic(`${Math.round(left)} bytes of each request are left`);
    assert.ok(left < MOST_BYTES, `${left} bytes of each request are left`);
  });

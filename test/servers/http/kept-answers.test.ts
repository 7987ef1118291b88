import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { startProcess, writeConfig } from '../cli/start-process.ts';

const JOBS = '{ jobs(first: 20) { nodes { id } sources { state requests cacheHits } } }';

const APART_MS = 100;

/** A gateway before one vendor. `settings`: of the source. */
async function start(t: TestContext, settings: object) {
  const vendor = await createZstackSimulator({ jobs: 60 });
  t.after(vendor.close);
  const file = await writeConfig(t, {
    server: { port: 0, probeSeconds: 0, metrics: { port: 0 }, shutdown: { delayMs: 0 } },
    sources: [{ id: 'dc1', backend: 'zstack', ...vendor.settings, ...settings }],
  });
  const gateway = await startProcess(t, ['serve', '--config', file]);
  const metricsUrl = /Metrics: (\S+)/.exec(gateway.output())?.[1] ?? '';
  const ask = async (query = JOBS, headers: Record<string, string> = {}): Promise<string> => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    // What comes in the same moment is shared in any case.
    await delay(APART_MS);
    return text;
  };
  const shared = async (): Promise<number> => {
    const text = await (await fetch(metricsUrl)).text();
    return Number(/^jobweave_shared_operations_total (\d+)$/m.exec(text)?.[1]);
  };
  return { vendor, ask, shared };
}

test('an answer that came from kept answers alone is given again', async (t) => {
  const { ask, shared } = await start(t, { cacheSeconds: 60 });
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()];
  const [first = '', ...others] = answers;
  assert.match(first, /"requests":[1-9]/);
  for (const other of others) assert.match(other, /"requests":0,"cacheHits":1/);
  assert.equal(await shared(), 2, 'the first read, the second and the third found it kept');
});

test('others, other operations, and what a caller wants explained are executed', async (t) => {
  const { ask, shared } = await start(t, { cacheSeconds: 60 });
  for (let i = 0; i < 3; i += 1) await ask();
  await ask(JOBS, { 'x-somebody': 'else' });
  await ask(`${JOBS} `);
  for (let i = 0; i < 3; i += 1) await ask(JOBS, { 'x-jobweave-explain': '1' });
  assert.equal(await shared(), 0);
});

test('where nothing is kept, or a source fails, each operation is executed', async (t) => {
  const without = await start(t, {});
  for (let i = 0; i < 3; i += 1) await without.ask();
  assert.equal(await without.shared(), 0);
  const failing = await start(t, { cacheSeconds: 60, retries: 0, discoverySeconds: 0 });
  await failing.vendor.close();
  for (let i = 0; i < 3; i += 1)
    assert.match(await failing.ask(JOBS, { 'x-jobweave-source-errors': 'report' }), /UPSTREAM_UNAVAILABLE/);
  assert.equal(await failing.shared(), 0);
});

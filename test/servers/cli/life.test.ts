import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { startLoad } from './load.ts';
import { startProcess, writeConfig } from './start-process.ts';

async function startVendor(t: TestContext) {
  const vendor = await createZstackSimulator({ jobs: 60, latencyMs: 20 });
  t.after(vendor.close);
  const source = (id: string) => ({ id, backend: 'zstack', ...vendor.settings });
  return { vendor, source };
}

const readiness = async (url: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(new URL('/readyz', url));
  return { status: response.status, text: await response.text() };
};

const sourcesOf = async (url: string): Promise<string[]> => {
  const body = JSON.stringify({ query: '{ sources { id } }' });
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  const { data } = await response.json();
  return data.sources.map(({ id }: { id: string }) => id);
};

/** At one stroke: who reads a file that is being written sees half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

for (const workers of [1, 2]) {
  const args = workers === 1 ? [] : ['--workers', String(workers)];

  test(`SIGTERM under load loses nothing (${workers} processes)`, async (t) => {
    const { source } = await startVendor(t);
    const file = await writeConfig(t, {
      server: { port: 0, shutdown: { delayMs: 1_500 } },
      sources: [source('dc1')],
    });
    const gateway = await startProcess(t, ['serve', '--config', file, ...args]);
    const load = startLoad(gateway.url, 20);
    await delay(500);
    gateway.process.kill('SIGTERM');
    await gateway.says(/Draining/);
    await delay(100);
    const draining = await readiness(gateway.url);
    const before = load.tally.answered;
    await load.ended;
    assert.equal(draining.status, 503);
    assert(load.tally.answered > before, 'it serves on for a moment');
    assert.deepEqual([load.tally.lost, load.tally.wrong], [[], []]);
    assert.equal(load.tally.refused, 20);
    assert.deepEqual(await gateway.exit, { code: 0, signal: null });
  });

  test(`another configuration under load costs no request (${workers} processes)`, async (t) => {
    const { source } = await startVendor(t);
    const server = { port: 0, reloadOnChange: false, shutdown: { delayMs: 0 } };
    const file = await writeConfig(t, { server, sources: [source('dc1')] });
    const gateway = await startProcess(t, ['serve', '--config', file, ...args]);
    const load = startLoad(gateway.url, 20);
    for (const ids of [['dc1', 'dc2'], ['dc1'], ['dc1', 'dc2', 'dc3']]) {
      await replaceFile(file, JSON.stringify({ server, sources: ids.map(source) }));
      gateway.process.kill('SIGHUP');
      await delay(700);
    }
    assert.deepEqual(await sourcesOf(gateway.url), ['dc1', 'dc2', 'dc3']);
    await replaceFile(file, JSON.stringify({ server, sources: [{ id: 'dc9' }] }));
    gateway.process.kill('SIGHUP');
    await gateway.says(/configuration-refused/);
    assert.match(gateway.output(), /`backend` is missing/);
    assert.deepEqual(await sourcesOf(gateway.url), ['dc1', 'dc2', 'dc3'], 'the old one stays');
    await load.stop();
    assert.deepEqual([load.tally.lost, load.tally.wrong, load.tally.refused], [[], [], 0]);
    assert(load.tally.answered > 0);
  });
}

test('what waits for the process that takes connections is not cut off when the workers close', async (t) => {
  const { source } = await startVendor(t);
  const file = await writeConfig(t, {
    server: { port: 0, shutdown: { delayMs: 500 } },
    sources: [source('dc1')],
  });
  const gateway = await startProcess(t, ['serve', '--config', file, '--workers', '2']);
  const load = startLoad(gateway.url, 20);
  await delay(500);
  gateway.process.kill('SIGTERM');
  await gateway.says(/Draining/);
  await delay(300);
  gateway.process.kill('SIGSTOP');
  await delay(600);
  gateway.process.kill('SIGCONT');
  await load.ended;
  assert.deepEqual([load.tally.lost, load.tally.wrong], [[], []]);
  assert.equal(load.tally.refused, 20);
  assert.deepEqual(await gateway.exit, { code: 0, signal: null });
});

test('a file that changes is read again by itself', async (t) => {
  const { source } = await startVendor(t);
  const server = { port: 0 };
  const file = await writeConfig(t, { server, sources: [source('dc1')] });
  const gateway = await startProcess(t, ['serve', '--config', file]);
  await replaceFile(file, JSON.stringify({ server, sources: [source('dc1'), source('dc2')] }));
  await gateway.says(/configuration-reloaded/);
  assert.deepEqual(await sourcesOf(gateway.url), ['dc1', 'dc2']);
});

test('what is read at the start alone is named when it changes', async (t) => {
  const { source } = await startVendor(t);
  const server = { port: 0 };
  const file = await writeConfig(t, { server, sources: [source('dc1')] });
  const gateway = await startProcess(t, ['serve', '--config', file]);
  const limits = { connections: 7, depth: 9 };
  const text = JSON.stringify({
    server: { ...server, limits, log: { slowMs: 7_000 } },
    sources: [source('dc1')],
  });
  await replaceFile(file, text);
  await gateway.says(/restart-needed/);
  assert.match(gateway.output(), /"keys":\["server\.log","server\.limits\.connections"\]/);
});

test('signals that would open a debugger or kill do neither', async (t) => {
  const { source } = await startVendor(t);
  const file = await writeConfig(t, { server: { port: 0 }, sources: [source('dc1')] });
  const gateway = await startProcess(t, ['serve', '--config', file]);
  gateway.process.kill('SIGUSR1');
  gateway.process.kill('SIGUSR2');
  await gateway.says(/SIGUSR2/);
  await delay(200);
  assert.doesNotMatch(gateway.output(), /Debugger listening/);
  assert.deepEqual(await sourcesOf(gateway.url), ['dc1']);
});

test('a second signal ends the moment in which balancers are waited for', async (t) => {
  const { source } = await startVendor(t);
  const server = { port: 0, shutdown: { delayMs: 600_000 } };
  const file = await writeConfig(t, { server, sources: [source('dc1')] });
  const gateway = await startProcess(t, ['serve', '--config', file]);
  gateway.process.kill('SIGTERM');
  await gateway.says(/Draining/);
  gateway.process.kill('SIGTERM');
  assert.deepEqual(await gateway.exit, { code: 0, signal: null });
});

/** The processes that a process has started. */
const childrenOf = async (pid: number | undefined): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
};

test('a worker that is killed costs what it had begun; the others serve on, and it is replaced', async (t) => {
  const { source } = await startVendor(t);
  const file = await writeConfig(t, {
    server: { port: 0, shutdown: { delayMs: 0 } },
    sources: [source('dc1')],
  });
  const gateway = await startProcess(t, ['serve', '--config', file, '--workers', '2']);
  const [first = 0, second = 0] = await childrenOf(gateway.process.pid);
  const load = startLoad(gateway.url, 8);
  // A connection that is just being handed to a worker would wait for it for ever.
  while (load.tally.answered < 40) await delay(20);
  process.kill(first, 'SIGKILL');
  await gateway.says(/worker-died/);
  for (let i = 0; i < 5; i += 1) assert.deepEqual(await sourcesOf(gateway.url), ['dc1']);
  const before = load.tally.answered;
  await gateway.says(/worker-replaced/);
  await load.stop();
  assert(load.tally.answered > before);
  assert(load.tally.lost.length <= 8, `${load.tally.lost.length}: one for each connection at most`);
  assert.deepEqual([load.tally.wrong, load.tally.refused], [[], 0]);
  const [died] = gateway.logged('worker-died');
  assert.deepEqual([died?.['signal'], died?.['replacedInMs'], died?.['level']], ['SIGKILL', 1_000, 'error']);

  process.kill(second, 'SIGKILL');
  await gateway.says(/worker-died[\s\S]*worker-died/);
  assert.deepEqual(await sourcesOf(gateway.url), ['dc1'], 'the new one serves');
  assert.equal(gateway.logged('worker-died')[1]?.['replacedInMs'], 2_000);
  gateway.process.kill('SIGTERM');
  assert.deepEqual(await gateway.exit, { code: 0, signal: null });
});

test('SIGTERM while a worker is being replaced ends all of them', async (t) => {
  const { source } = await startVendor(t);
  const file = await writeConfig(t, {
    server: { port: 0, shutdown: { delayMs: 0 } },
    sources: [source('dc1')],
  });
  const gateway = await startProcess(t, ['serve', '--config', file, '--workers', '2']);
  const [first = 0, second = 0] = await childrenOf(gateway.process.pid);
  process.kill(first, 'SIGKILL');
  await gateway.says(/worker-died/);
  while ((await childrenOf(gateway.process.pid)).every((pid) => pid === second)) await delay(10);
  const all = await childrenOf(gateway.process.pid);
  gateway.process.kill('SIGTERM');
  assert.deepEqual(await gateway.exit, { code: 0, signal: null });
  for (const pid of all) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

test('metrics are those of all workers', async (t) => {
  const { source } = await startVendor(t);
  const file = await writeConfig(t, {
    server: { port: 0, metrics: { port: 0 }, shutdown: { delayMs: 0 } },
    sources: [source('dc1')],
  });
  const gateway = await startProcess(t, ['serve', '--config', file, '--workers', '2']);
  const metricsUrl = /Metrics: (\S+)/.exec(gateway.output())?.[1] ?? '';
  const load = startLoad(gateway.url, 4);
  await delay(500);
  await load.stop();
  const text = await (await fetch(metricsUrl)).text();
  const executed = /^jobweave_operation_duration_seconds_count\{name="Load".*\} (\d+)$/gm;
  const shared = /^jobweave_shared_operations_total (\d+)$/gm;
  const counts = [...text.matchAll(executed), ...text.matchAll(shared)];
  assert.equal(
    counts.reduce((sum, [, count]) => sum + Number(count), 0),
    load.tally.answered,
  );
  assert.match(text, /^jobweave_source_info\{source="dc1",backend="zstack"\} 1$/m);
  assert.equal((await fetch(new URL('/metrics', gateway.url))).status, 404);
  assert.match(await (await fetch(new URL('/readyz', metricsUrl))).text(), /^ok/);
});

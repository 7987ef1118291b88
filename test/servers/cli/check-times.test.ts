import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, renderChecks } from '../../../src/cli/check.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { oneList, shapeOf } from '../../support/one-list-vendor.ts';
import { startRawVendor } from '../../support/start-raw-vendor.ts';

async function checkSources(sources: readonly object[]) {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  try {
    const file = join(folder, 'config.yaml');
    await writeFile(file, JSON.stringify({ sources }));
    return await check(file, {});
  } finally {
    await rm(folder, { recursive: true });
  }
}

const resultOf = (checks: Parameters<typeof renderChecks>[0]) =>
  renderChecks(checks).split('\n').slice(1, -1);

test('the newest job is shown, and one from the future points at the time zone', async () => {
  const vendor = await createZstackSimulator({ jobs: 5 });
  try {
    const newest = Math.max(...vendor.expected().map(({ createdAt }) => createdAt ?? 0));
    const base = { backend: vendor.backend, ...vendor.settings };
    const checks = await checkSources([
      { id: 'right', ...base, timeZone: 'Asia/Shanghai' },
      { id: 'wrong', ...base, timeZone: 'America/New_York' },
    ]);
    const [right, wrong] = checks;
    assert.deepEqual([right?.ok, right?.warnings, wrong?.ok], [true, [], true]);
    assert.equal(right?.newestJobAt, new Date(newest).toISOString());
    assert.match(
      wrong?.warnings.join() ?? '',
      /^its newest job lies 1[1-3]\.\d hours in the future: check .*`timeZone`/,
    );
    const lines = resultOf(checks);
    assert.match(lines[0] ?? '', new RegExp(` ${right?.newestJobAt} {2}ok$`));
    assert.match(lines[1] ?? '', / ok; warning: its newest job lies /);
  } finally {
    await vendor.close();
  }
});

test('a source without jobs has no newest one; fields that cannot be read are a warning', async () => {
  const rows = (items: string) => ({ list: { body: `{"items":[${items}]}` } });
  await using empty = await startRawVendor(oneList('huawei-workspace', rows('')));
  await using odd = await startRawVendor(
    oneList('huawei-workspace', rows('{"id":"r","create_time":"soon"}')),
  );
  const source = { backend: 'huawei-workspace', ...shapeOf('huawei-workspace').settings };
  const checks = await checkSources([
    { id: 'empty', endpoint: empty.url, ...source },
    { id: 'odd', endpoint: odd.url, ...source },
  ]);
  assert.deepEqual(
    checks.map(({ ok, newestJobAt, warnings }) => [ok, newestJobAt, warnings]),
    [
      [true, null, []],
      [true, null, ['not all of its answers can be read: job.create_time: not a time in a known format']],
    ],
  );
  assert.match(resultOf(checks)[0] ?? '', / - +ok$/);
});

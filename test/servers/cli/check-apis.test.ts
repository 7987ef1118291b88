import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, renderChecks } from '../../../src/cli/check.ts';
import { createHuaweiServiceStageSimulator } from '../../../src/simulator/huawei-servicestage.ts';

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

const start = (api: 'v2' | 'v3' | 'both') =>
  createHuaweiServiceStageSimulator({ jobs: 24, origins: 4, live: false, api, knownJobs: 'none' });

test('a check tells which of a vendor’s APIs were found, and what each has', async (t) => {
  const vendors = await Promise.all([start('v2'), start('v3'), start('both')]);
  t.after(() => Promise.all(vendors.map((vendor) => vendor.close())));
  const [v2, v3, both] = vendors.map(({ backend, settings }) => ({ backend, ...settings }));
  const checks = await checkSources([
    { id: 'old', ...v2 },
    { id: 'new', ...v3 },
    { id: 'moving', ...both },
    { id: 'chosen', ...both, api: 'v2' },
  ]);
  const remarks = Object.fromEntries(checks.map((one) => [one.source, one.remarks]));
  assert.deepEqual(remarks['old'], ['v3 is not there, v2 has 4 jobs']);
  assert.deepEqual(remarks['new'], ['v3 has 24 jobs, v2 is not there']);
  assert.match(remarks['moving']?.join() ?? '', /^v3 has \d+ jobs, v2 has 2 jobs$/);
  assert.deepEqual(remarks['chosen'], ['v2 has 2 jobs']);
  assert(checks.every(({ ok }) => ok));
  assert.match(renderChecks(checks), /ok; v3 is not there, v2 has 4 jobs\n/);
});

test('a check fails where one of the APIs may not be read, and says how to do without it', async (t) => {
  const vendor = await start('both');
  t.after(() => vendor.close());
  vendor.fault = ({ path }) => (path.startsWith('/v3/') ? { kind: 'status', status: 403 } : null);
  const [one] = await checkSources([{ id: 'moving', backend: vendor.backend, ...vendor.settings }]);
  assert.deepEqual([one?.ok, one?.code], [false, 'UPSTREAM_FORBIDDEN']);
  assert.match(one?.message ?? '', /^The vendor’s API v3 cannot be read/);
  assert.match(one?.message ?? '', /`api: v2` leaves it out/);
  assert.deepEqual(one?.remarks, ['v3 fails, v2 has 2 jobs']);
});

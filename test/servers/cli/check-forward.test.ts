import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, renderChecks } from '../../../src/cli/check.ts';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';

test('a source that is read with its callers’ own tokens is said not to be checked, and is no failure', async (t) => {
  const vendor = await createHuaweiVbsSimulator({ jobs: 5, origins: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  t.after(() => Promise.all([vendor.close(), rm(folder, { recursive: true })]));
  const file = join(folder, 'config.yaml');
  const base = { backend: vendor.backend, ...vendor.settings };
  const auth = { type: 'forward', header: 'X-Auth-Token' };
  const sources = [
    { id: 'own', ...base },
    { id: 'theirs', ...base, auth },
  ];
  await writeFile(file, JSON.stringify({ sources }));
  const checks = await check(file, {});
  assert.deepEqual(
    checks.map(({ source, ok, problem, jobsSeen }) => [source, ok, problem, jobsSeen]),
    [
      ['own', true, null, 5],
      ['theirs', true, null, 0],
    ],
  );
  const [, own, theirs] = renderChecks(checks).split('\n');
  assert.match(own ?? '', / ok$/);
  assert.match(theirs ?? '', /not checked: it needs a caller’s own token\. .*"x-auth-token"/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { createIamSimulator, DEMO_KEY, DEMO_PROJECT, DEMO_USER } from '../../../src/simulator/iam.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { startProcess, writeConfig } from './start-process.ts';

const WORKERS = 3;
const SMALL = { jobs: 30, origins: 3, live: false };

/** Each on a connection of its own, so that they are spread over all workers. */
async function crowd(url: string): Promise<readonly string[]> {
  const body = JSON.stringify({ query: '{ jobs { nodes { id } sources { error { message } } } }' });
  const headers = { 'content-type': 'application/json', connection: 'close' };
  return Promise.all(
    Array.from({ length: 40 }, async () => (await fetch(url, { method: 'POST', headers, body })).text()),
  );
}

test('several workers try a wrong password once, between them', async (t) => {
  const vendor = await createZstackSimulator(SMALL);
  t.after(() => vendor.close());
  const auth = { type: 'account', account: 'admin', password: 'not-it' };
  const sources = ['a', 'b'].map((id) => ({ id, backend: 'zstack', ...vendor.settings, auth }));
  const file = await writeConfig(t, { server: { port: 0 }, sources });
  const gateway = await startProcess(t, ['serve', '--config', file, '--workers', String(WORKERS)]);
  const answers = [...(await crowd(gateway.url)), ...(await crowd(gateway.url))];
  for (const answer of answers) assert.match(answer, /UPSTREAM_AUTH_FAILED|could not sign in/);
  assert.equal(vendor.requests.length, 1);
});

test('several workers try a wrong secret once, and a right one each as it likes', async (t) => {
  const iam = await createIamSimulator();
  const vendor = await createHuaweiCssSimulator({ ...SMALL, projectId: DEMO_PROJECT.id, ...iam.keyAccess });
  t.after(() => Promise.all([iam.close(), vendor.close()]));
  const source = (id: string, auth: object) => ({ id, backend: 'huawei-css', ...vendor.settings, auth });
  const server = { port: 0 };
  const wrong = await writeConfig(t, {
    server,
    sources: [source('a', { type: 'ak-sk', ...DEMO_KEY, secretKey: 'not-it' })],
  });
  const refused = await startProcess(t, ['serve', '--config', wrong, '--workers', String(WORKERS)]);
  await crowd(refused.url);
  assert.equal(vendor.requests.length, 1);
  const right = await writeConfig(t, {
    server,
    sources: [
      source('a', { type: 'ak-sk', ...DEMO_KEY }),
      source('b', { type: 'iam-password', ...DEMO_USER, endpoint: iam.url }),
    ],
  });
  const gateway = await startProcess(t, ['serve', '--config', right, '--workers', String(WORKERS)]);
  for (const answer of await crowd(gateway.url)) assert.doesNotMatch(answer, /errors/);
  assert.ok(iam.requests.length <= WORKERS);
});

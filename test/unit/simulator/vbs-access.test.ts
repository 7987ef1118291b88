import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { DEMO_TOKEN } from '../../../src/simulator/kit/huawei-gateway.ts';
import { errorCodeOf, withVbs } from './vbs-client.ts';

const SIGNED = { Authorization: 'SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=b' };

test('callers without valid credentials are refused by the gateway', () =>
  withVbs({}, async ({ get, project }) => {
    const path = `/v2/${project}/backuppolicy`;
    const cases = [
      [{ 'X-Auth-Token': 'wrong' }, 'APIGW.0307'],
      [{}, 'APIGW.0301'],
      [{ Authorization: 'Bearer x' }, 'APIGW.0301'],
      [SIGNED, 'APIGW.0301'],
    ] as const;
    for (const [headers, code] of cases) {
      const answer = await get(path, headers);
      assert.deepEqual([answer.status, errorCodeOf(answer)], [401, code]);
    }
  }));

test('the static token can be expired', () =>
  withVbs({}, async ({ simulator, get, project }) => {
    simulator.expireCredentials();
    const answer = await get(`/v2/${project}/backuppolicy`);
    assert.deepEqual([answer.status, errorCodeOf(answer)], [401, 'APIGW.0307']);
  }));

test('tokens and signatures can be judged elsewhere', async () => {
  const tokens = new Set(['issued']);
  const simulator = await createHuaweiVbsSimulator({
    projectId: 'p',
    isToken: (token) => tokens.has(token),
    isSigned: ({ path, target, query }) =>
      path === '/v2/p/backuppolicy' && target.endsWith('?a=1') && query.size === 1,
    auth: { type: 'iam-password' },
    expireCredentials: () => tokens.clear(),
  });
  try {
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${simulator.url}/v2/p/backuppolicy?a=1`, { headers })).status;
    assert.equal(await status({ 'X-Auth-Token': 'issued' }), 200);
    assert.equal(await status({ 'X-Auth-Token': DEMO_TOKEN }), 401);
    assert.equal(await status(SIGNED), 200);
    assert.deepEqual(simulator.settings, {
      endpoint: simulator.url,
      projectId: 'p',
      auth: { type: 'iam-password' },
    });
    simulator.expireCredentials();
    assert.equal(await status({ 'X-Auth-Token': 'issued' }), 401);
  } finally {
    await simulator.close();
  }
});

test('another project, path or method is refused by the gateway', () =>
  withVbs({}, async ({ simulator, get, project }) => {
    const other = await get('/v2/other/backuppolicy');
    assert.deepEqual([other.status, errorCodeOf(other)], [403, 'APIGW.0310']);
    const nothing = await get(`/v2/${project}/nothing`);
    assert.deepEqual([nothing.status, errorCodeOf(nothing)], [404, 'APIGW.0101']);
    const headers = { 'X-Auth-Token': DEMO_TOKEN };
    const post = await fetch(`${simulator.url}/v2/${project}/backuppolicy`, { method: 'POST', headers });
    assert.equal(post.status, 404);
  }));

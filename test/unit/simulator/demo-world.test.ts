import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import { backends } from '../../../src/backends/index.ts';
import { createDemoWorld, type DemoWorld } from '../../../src/simulator/demo-world.ts';
import { DEMO_KEY, DEMO_PROJECT, DEMO_USER } from '../../../src/simulator/iam.ts';
import { canonicalRequest, signatureOf } from '../../../src/simulator/is-signature-valid.ts';
import { registry } from '../../../src/simulator/registry.ts';
import { get, START } from './huawei-client.ts';

const AUTH_TYPE = z.object({ type: z.string() });
const PATHS = {
  'huawei-workspace': `/v1/${DEMO_PROJECT.id}/schedule-task`,
  'huawei-css': `/v1.0/${DEMO_PROJECT.id}/clusters`,
  'huawei-vbs': `/v2/${DEMO_PROJECT.id}/backuppolicy`,
  'huawei-servicestage': `/v2/${DEMO_PROJECT.id}/cas/applications`,
};
let world: DemoWorld;

const statuses = (headersOf: (path: string, url: string) => Record<string, string>) =>
  Promise.all(
    Object.entries(PATHS).map(async ([backend, path]) => {
      const vendor = world.simulators.find((one) => one.backend === backend);
      assert.ok(vendor);
      return (await get(vendor, path, headersOf(path, vendor.url))).status;
    }),
  );

/** Signs in with exactly what the configuration says. */
const signIn = async (): Promise<string> => {
  const answer = await fetch(`${world.iam.url}/v3/auth/tokens`, {
    method: 'POST',
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: { domain: { name: DEMO_USER.domain }, name: DEMO_USER.user, password: DEMO_USER.password },
          },
        },
        scope: { project: { id: DEMO_PROJECT.id } },
      },
    }),
  });
  return answer.headers.get('x-subject-token') ?? '';
};

describe('the demo world', () => {
  before(async () => {
    world = await createDemoWorld({ jobs: 20, origins: 2, now: () => START, live: false });
  });
  after(() => world.close());

  it('has a source of each backend, all on loopback', () => {
    const facts = world.sources.map(({ id, backend, auth }) => [id, backend, AUTH_TYPE.parse(auth).type]);
    assert.deepEqual(facts, [
      ['dc1', 'zstack', 'account'],
      ['apps', 'huawei-workspace', 'iam-password'],
      ['search', 'huawei-css', 'iam-password'],
      ['backups', 'huawei-vbs', 'ak-sk'],
      ['deploys', 'huawei-servicestage', 'iam-password'],
      ['vaults', 'huawei-cbr', 'ak-sk'],
      ['images', 'zstack-longjob', 'account'],
      ['ci', 'buildbot', 'none'],
    ]);
    for (const { endpoint } of world.sources) assert.match(String(endpoint), /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(
      world.simulators.map((vendor) => vendor.expected().length),
      world.sources.map(() => 20),
    );
  });

  it('opens its doors to a token until it is expired', async () => {
    const token = await signIn();
    assert.deepEqual(await statuses(() => ({ 'x-auth-token': token })), [200, 200, 200, 200]);
    world.simulators[1]?.expireCredentials();
    assert.deepEqual(await statuses(() => ({ 'x-auth-token': token })), [401, 401, 401, 401]);
  });

  it('opens its doors to a signature', async () => {
    const sign = (path: string, url: string, secretKey: string) => {
      const names = ['host', 'x-sdk-date'];
      const headers = { host: new URL(url).host, 'x-sdk-date': '20261120T100000Z' };
      const request = { method: 'GET', path, query: new URLSearchParams(), headers, body: '' };
      const signature = signatureOf(canonicalRequest(request, names), headers['x-sdk-date'], secretKey);
      const authorization = `SDK-HMAC-SHA256 Access=${DEMO_KEY.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
      return { 'x-sdk-date': headers['x-sdk-date'], authorization };
    };
    assert.deepEqual(
      await statuses((path, url) => sign(path, url, DEMO_KEY.secretKey)),
      [200, 200, 200, 200],
    );
    assert.deepEqual(await statuses((path, url) => sign(path, url, 'wrong')), [401, 401, 401, 401]);
  });

  it('gives each vendor a history of its own', () => {
    const births = world.simulators.map((vendor) => String(vendor.expected().map((job) => job.createdAt)));
    assert.equal(new Set(births).size, world.simulators.length);
  });
});

describe('the registry of simulators', () => {
  it('starts each under the name of its backend', async (t) => {
    for (const [backend, { create }] of registry) {
      const vendor = await create({ jobs: 3, origins: 1, live: false });
      t.after(() => vendor.close());
      assert.deepEqual([vendor.backend, vendor.expected().length], [backend, 3]);
    }
    assert.deepEqual([...registry.keys()].sort(), backends.map(({ name }) => name).sort());
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { createHuaweiServiceStageSimulator } from '../../../src/simulator/huawei-servicestage.ts';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import { createIamSimulator, DEMO_KEY, DEMO_PROJECT, DEMO_USER } from '../../../src/simulator/iam.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { ZSTACK_ACCESS_KEY, ZSTACK_ACCOUNT } from '../../../src/simulator/zstack-access.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

const SMALL = { jobs: 30, origins: 3, live: false, projectId: DEMO_PROJECT.id };
const PAGE = `query ($after: String) { jobs(first: 10, after: $after) {
  nodes { id } pageInfo { hasNextPage endCursor }
  sources { source { id } owesRows error { code message retryable retryAfterMs } } } }`;

interface Page {
  readonly jobs: {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly owesRows: boolean;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly retryable: boolean;
        readonly retryAfterMs: number | null;
      } | null;
    }[];
  } | null;
}

const isLogin = ({ path }: { path: string }): boolean => /\/login$|\/auth\/tokens$/.test(path);

async function startHuawei() {
  const iam = await createIamSimulator();
  const services = await Promise.all([
    createHuaweiWorkspaceSimulator({ ...SMALL, ...iam.keyAccess }),
    createHuaweiCssSimulator({ ...SMALL, ...iam.keyAccess }),
    createHuaweiVbsSimulator({ ...SMALL, ...iam.keyAccess }),
    createHuaweiServiceStageSimulator({ ...SMALL, ...iam.keyAccess }),
  ]);
  return {
    iam,
    services,
    sent: () => services.reduce((sum, { requests }) => sum + requests.length, 0),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([iam, ...services].map((one) => one.close()));
    },
  };
}

/** Two sources on each service: another project is another scope of the same user. */
const sourcesOf = (services: readonly Simulator[], auth: object) =>
  services.flatMap(({ backend, settings }) =>
    ['a', 'b'].map((half) => ({ id: `${backend}-${half}`, backend, settings: { ...settings, auth } })),
  );

/** 50 clients at once, then ten pages more, one after the other. */
async function ask(gateway: ReturnType<typeof createTestGateway>): Promise<readonly Page[]> {
  const crowd = await Promise.all(Array.from({ length: 50 }, () => gateway.query<Page>(PAGE)));
  const pages = crowd.map(({ data }) => data);
  for (let page = 0; page < 10; page += 1) pages.push((await gateway.query<Page>(PAGE)).data);
  return pages;
}

describe('Huawei', () => {
  const password = (iam: { url: string }, secret: string) => ({
    type: 'iam-password',
    ...DEMO_USER,
    password: secret,
    endpoint: iam.url,
  });

  test('a wrong secret is sent once for eight sources, 50 clients and many pages', async () => {
    await using huawei = await startHuawei();
    const auth = { type: 'ak-sk', ...DEMO_KEY, secretKey: 'not-the-secret' };
    await using gateway = createTestGateway(sourcesOf(huawei.services, auth));
    await ask(gateway);
    assert.equal(huawei.sent(), 1);
    const { errors } = await gateway.query(PAGE);
    assert.equal(errors[0]?.extensions['code'], 'UPSTREAM_AUTH_FAILED');
    const reports = errors[0]?.extensions['sources'];
    const held = JSON.stringify(reports).match(/does not send these credentials for another \d+ s/g);
    assert.equal(held?.length, 8);
    assert.equal(huawei.iam.isKeyLocked(), false);
  });

  test('a wrong password is sent once for eight sources, 50 clients and many pages', async () => {
    await using huawei = await startHuawei();
    const auth = password(huawei.iam, 'not-the-password');
    await using gateway = createTestGateway(sourcesOf(huawei.services, auth));
    await ask(gateway);
    assert.deepEqual([huawei.iam.requests.length, huawei.sent()], [1, 0]);
  });

  test('a wrong password is sent once, whichever projects it is for', async () => {
    await using huawei = await startHuawei();
    const auth = password(huawei.iam, 'not-the-password');
    const sources = sourcesOf(huawei.services, auth).map((source, i) => ({
      ...source,
      settings: { ...source.settings, projectId: `project-${i}` },
    }));
    await using gateway = createTestGateway(sources);
    await ask(gateway);
    assert.equal(huawei.iam.requests.length, 1);
  });

  test('wrong secrets of one key, each of its own, are three at most', async () => {
    await using huawei = await startHuawei();
    const sources = sourcesOf(huawei.services, {}).map((source, i) => ({
      ...source,
      settings: { ...source.settings, auth: { type: 'ak-sk', ...DEMO_KEY, secretKey: `wrong-${i}` } },
    }));
    await using gateway = createTestGateway(sources);
    await ask(gateway);
    assert.ok(huawei.sent() <= 3, `${huawei.sent()} requests`);
    assert.equal(huawei.iam.isKeyLocked(), false);
  });

  test('a right password signs in once for all sources, and again once when its token is revoked', async () => {
    await using huawei = await startHuawei();
    const sources = sourcesOf(huawei.services, password(huawei.iam, 'demo'));
    // Else the answers of before serve for a moment more.
    await using gateway = createTestGateway(sources, { settings: { shareSeconds: 0 } });
    const pages = await ask(gateway);
    assert.ok(pages.every(({ jobs }) => jobs?.nodes.length === 10));
    assert.equal(huawei.iam.requests.length, 1);
    huawei.iam.expireTokens();
    for (const { jobs } of await ask(gateway)) assert.equal(jobs?.nodes.length, 10);
    assert.equal(huawei.iam.requests.length, 2);
  });

  test('a right secret next to a wrong one of the same key gets all its rows', async () => {
    await using huawei = await startHuawei();
    const [right, wrong] = [DEMO_KEY.secretKey, 'not-the-secret'].map((secretKey) => ({
      type: 'ak-sk',
      ...DEMO_KEY,
      secretKey,
    }));
    const [css] = huawei.services.filter(({ backend }) => backend === 'huawei-css');
    const settings = css?.settings ?? assert.fail();
    await using gateway = createTestGateway([
      { id: 'wrong', backend: 'huawei-css', settings: { ...settings, auth: wrong } },
      { id: 'right', backend: 'huawei-css', settings: { ...settings, auth: right } },
    ]);
    for (const { jobs } of await ask(gateway)) assert.equal(jobs?.nodes.length, 10);
    const refused = css?.requests.filter(({ status }) => status === 401).length ?? 0;
    assert.ok(refused <= 3, `${refused} refusals`);
  });

  test('a key that somebody else has locked owes its rows, says when to come back, and is left alone', async () => {
    await using huawei = await startHuawei();
    const [css] = huawei.services.filter(({ backend }) => backend === 'huawei-css');
    const path = `${css?.url}/v1.0/${DEMO_PROJECT.id}/clusters`;
    for (let i = 0; i < 6; i += 1) {
      const authorization = `SDK-HMAC-SHA256 Access=${DEMO_KEY.accessKey}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
      await fetch(path, { headers: { authorization } });
    }
    assert.equal(huawei.iam.isKeyLocked(), true);
    const zstack = await createZstackSimulator(SMALL);
    const before = huawei.sent();
    await using gateway = createTestGateway([
      ...sourcesOf(huawei.services, { type: 'ak-sk', ...DEMO_KEY }),
      { backend: 'zstack', settings: zstack.settings },
    ]);
    for (const { jobs } of await ask(gateway)) {
      assert.equal(jobs?.nodes.length, 10);
      for (const { source, owesRows, error } of jobs?.sources ?? []) {
        if (source.id === 'zstack') continue;
        assert.deepEqual([error?.code, error?.retryable, owesRows], ['UPSTREAM_RATE_LIMITED', true, true]);
        const left = error?.retryAfterMs ?? 0;
        assert.ok(left > 240_000 && left <= 300_000, `${left} ms`);
      }
    }
    assert.equal(huawei.sent() - before, 1);
    await zstack.close();
  });
});

describe('ZStack', () => {
  const twice = (settings: object) =>
    ['a', 'b', 'c', 'd'].map((id) => ({ id, backend: 'zstack', settings: { ...settings } }));

  test('a right password opens one session for all sources', async () => {
    const zstack = await createZstackSimulator(SMALL);
    await using gateway = createTestGateway(twice(zstack.settings));
    for (const { jobs } of await ask(gateway)) assert.equal(jobs?.nodes.length, 10);
    assert.equal(zstack.requests.filter(isLogin).length, 1);
    await zstack.close();
  });

  for (const [what, auth] of Object.entries({
    password: { type: 'account', ...ZSTACK_ACCOUNT, password: 'not-it' },
    secret: { type: 'access-key', ...ZSTACK_ACCESS_KEY, secret: 'not-it' },
  }))
    test(`a wrong ${what} is sent once`, async () => {
      const zstack = await createZstackSimulator(SMALL);
      await using gateway = createTestGateway(twice({ ...zstack.settings, auth }));
      await ask(gateway);
      assert.equal(zstack.requests.length, 1);
      await zstack.close();
    });
});

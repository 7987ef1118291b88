import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createEcsMetadataSimulator, type EcsMetadataOptions } from '../../../src/simulator/ecs-metadata.ts';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import {
  createIamSimulator,
  DEMO_AGENCY,
  DEMO_KEY,
  DEMO_PROJECT,
  DEMO_USER,
} from '../../../src/simulator/iam.ts';
import { DEMO_TOKEN } from '../../../src/simulator/kit/huawei-gateway.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { ZSTACK_ACCOUNT, ZSTACK_USERS } from '../../../src/simulator/zstack-access.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

async function startCss() {
  const iam = await createIamSimulator();
  const css = await createHuaweiCssSimulator({
    jobs: 8,
    origins: 2,
    live: false,
    projectId: DEMO_PROJECT.id,
    ...iam.keyAccess,
  });
  const ask = async (settings: Readonly<Record<string, unknown>>, times = 1) => {
    await using gateway = createTestGateway([
      { id: 's', backend: 'huawei-css', settings: { endpoint: css.url, shareSeconds: 0, ...settings } },
    ]);
    let last = { rows: 0, codes: [] as unknown[], text: '' };
    for (let i = 0; i < times; i += 1) {
      const { data, errors, text } = await gateway.query<{ jobs: { nodes: readonly unknown[] } | null }>(
        '{ jobs(first: 20) { nodes { id } } }',
      );
      const codes = errors.map(({ extensions }) => extensions['code']);
      last = { rows: data.jobs?.nodes.length ?? 0, codes, text };
    }
    return last;
  };
  return {
    iam,
    css,
    ask,
    [Symbol.asyncDispose]: async () => {
      await css.close();
      await iam.close();
    },
  };
}

describe('a project that is not configured', () => {
  const waysIn = (iam: { url: string }) => ({
    'a password': { type: 'iam-password', ...DEMO_USER, endpoint: iam.url },
    'a key': { type: 'ak-sk', ...DEMO_KEY, iamEndpoint: iam.url },
    'a token': { type: 'token', token: DEMO_TOKEN, iamEndpoint: iam.url },
  });

  for (const way of ['a password', 'a key', 'a token'] as const)
    test(`is found by the region with ${way}, and asked for once`, async () => {
      await using world = await startCss();
      const { rows, text } = await world.ask({ region: DEMO_PROJECT.name, auth: waysIn(world.iam)[way] }, 3);
      assert.equal(rows, 8, text);
      assert.equal(world.iam.requests.length, 1);
      assert.ok(world.css.requests.every(({ path }) => path.includes(DEMO_PROJECT.id)));
    });

  test('is told where the region has none', async () => {
    await using world = await startCss();
    const { codes, text } = await world.ask({ region: 'demo-north-2', auth: waysIn(world.iam)['a key'] });
    assert.deepEqual(codes, ['UPSTREAM_REJECTED']);
    assert.match(text, /knows no project of the region \\"demo-north-2\\"/);
    assert.equal(world.css.requests.length, 0);
  });
});

describe('keys of the machine’s agency', () => {
  const open = (options: Partial<EcsMetadataOptions>) =>
    createEcsMetadataSimulator({ issueKey: null, tokens: 'accepted', ...options });

  for (const tokens of ['unknown', 'accepted', 'required'] as const)
    test(`are got where tokens of the metadata service are ${tokens}`, async () => {
      await using world = await startCss();
      const metadata = await open({ tokens, issueKey: () => world.iam.issueKey(6 * 3_600_000) });
      const auth = { type: 'ecs-metadata', endpoint: metadata.url };
      const { rows, text } = await world.ask({ projectId: DEMO_PROJECT.id, auth }, 3);
      assert.equal(rows, 8, text);
      assert.equal(metadata.requests.filter(({ path }) => path.endsWith('/securitykey')).length, 1);
      assert.ok(world.css.requests.every(({ headers }) => headers['x-security-token'] !== undefined));
      await metadata.close();
    });

  test('are replaced when the vendor refuses them', async () => {
    await using world = await startCss();
    const metadata = await open({ issueKey: () => world.iam.issueKey(6 * 3_600_000) });
    const auth = { type: 'ecs-metadata', endpoint: metadata.url };
    const settings = { projectId: DEMO_PROJECT.id, auth };
    await using gateway = createTestGateway([
      { backend: 'huawei-css', settings: { endpoint: world.css.url, shareSeconds: 0, ...settings } },
    ]);
    for (let round = 0; round < 2; round += 1) {
      const { errors } = await gateway.query('{ jobs(first: 20) { nodes { id } } }');
      assert.deepEqual(errors, []);
      world.iam.expireTokens();
    }
    await metadata.close();
  });

  test('are missing where it has none, and the report says so', async () => {
    await using world = await startCss();
    const metadata = await open({});
    const auth = { type: 'ecs-metadata', endpoint: metadata.url };
    const { codes, text } = await world.ask({ projectId: DEMO_PROJECT.id, auth });
    assert.deepEqual(codes, ['UPSTREAM_AUTH_FAILED']);
    assert.match(text, /Please configure Cloud Service Agency first\. Give the machine an agency/);
    await metadata.close();
  });
});

describe('an agency that is assumed', () => {
  test('reads with its own keys, got once', async () => {
    await using world = await startCss();
    const auth = { type: 'ak-sk', ...DEMO_KEY, iamEndpoint: world.iam.url, assumeRole: DEMO_AGENCY };
    const { rows, text } = await world.ask({ projectId: DEMO_PROJECT.id, auth }, 3);
    assert.equal(rows, 8, text);
    assert.equal(world.iam.requests.length, 1);
    assert.ok(world.css.requests.every(({ headers }) => headers['x-security-token'] !== undefined));
  });

  test('that does not trust us is told, and not asked for again and again', async () => {
    await using world = await startCss();
    const assumeRole = { ...DEMO_AGENCY, agencyName: 'others' };
    const auth = { type: 'ak-sk', ...DEMO_KEY, iamEndpoint: world.iam.url, assumeRole };
    const { codes, text } = await world.ask({ projectId: DEMO_PROJECT.id, auth }, 10);
    assert.deepEqual(codes, ['UPSTREAM_FORBIDDEN']);
    assert.match(text, /doesn't trust you/);
    assert.ok(world.iam.requests.length <= 3);
  });
});

describe('where people keep their keys', () => {
  const withEnvironment = async (values: Readonly<Record<string, string>>, work: () => Promise<void>) => {
    Object.assign(process.env, values);
    await work().finally(() => {
      for (const name of Object.keys(values)) delete process.env[name];
    });
  };

  test('the environment, under the names of the SDKs, with the project', async () => {
    await using world = await startCss();
    const values = {
      HUAWEICLOUD_SDK_AK: DEMO_KEY.accessKey,
      HUAWEICLOUD_SDK_SK: DEMO_KEY.secretKey,
      HUAWEICLOUD_SDK_PROJECT_ID: DEMO_PROJECT.id,
    };
    await withEnvironment(values, async () => {
      const { rows, text } = await world.ask({ auth: { type: 'environment' } });
      assert.equal(rows, 8, text);
    });
  });

  test('the environment, under the names of Terraform, with a security token', async () => {
    await using world = await startCss();
    const key = world.iam.issueKey(3_600_000);
    const values = {
      HW_ACCESS_KEY: key.access,
      HW_SECRET_KEY: key.secret,
      HW_SECURITY_TOKEN: key.securitytoken,
    };
    await withEnvironment(values, async () => {
      const { rows, text } = await world.ask({ projectId: DEMO_PROJECT.id, auth: { type: 'environment' } });
      assert.equal(rows, 8, text);
    });
  });

  test('without a key there the file is refused, and says which variables there are', () => {
    assert.throws(
      () =>
        createTestGateway([
          { backend: 'huawei-css', settings: { region: 'cn-north-4', auth: { type: 'environment' } } },
        ]),
      /`auth` finds no key in the environment; set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or HW_ACCESS_KEY/,
    );
  });

  test('a profile file, and it may change while the gateway runs', async () => {
    await using world = await startCss();
    const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    const file = join(folder, 'credentials');
    const write = (ak: string, sk: string) =>
      writeFile(file, `[basic]\nak = ${ak}\nsk = ${sk}\nproject_id = ${DEMO_PROJECT.id}\n`);
    await write(DEMO_KEY.accessKey, 'not-the-secret');
    await using gateway = createTestGateway([
      {
        backend: 'huawei-css',
        settings: { endpoint: world.css.url, shareSeconds: 0, auth: { type: 'profile', file } },
      },
    ]);
    const ask = async () => (await gateway.query('{ jobs(first: 20) { nodes { id } } }')).errors;
    assert.equal((await ask())[0]?.extensions['code'], 'UPSTREAM_AUTH_FAILED');
    await write(DEMO_KEY.accessKey, DEMO_KEY.secretKey);
    const end = Date.now() + 10_000;
    while ((await ask()).length > 0) assert.ok(Date.now() < end, 'the new secret is taken');
    await rm(folder, { recursive: true });
  });
});

describe('ZStack lets in', () => {
  const { password } = ZSTACK_ACCOUNT;
  const ways = {
    'a user of an account': { type: 'user', ...ZSTACK_USERS.user },
    'somebody of a directory': { type: 'ldap', ...ZSTACK_USERS.ldap },
    'a virtual id': { type: 'virtual-id', ...ZSTACK_USERS.virtualId },
  };
  for (const [who, auth] of Object.entries(ways))
    test(`${who}, whose wrong password is tried once`, async () => {
      const vendor = await createZstackSimulator({ jobs: 5, origins: 1, live: false });
      const ask = async (secret: string) => {
        const settings = { ...vendor.settings, shareSeconds: 0, auth: { ...auth, password: secret } };
        await using gateway = createTestGateway([{ backend: 'zstack', settings }]);
        for (let i = 0; i < 2; i += 1) await gateway.query('{ jobs { nodes { id } } }');
        const { data } = await gateway.query<{ jobs: { nodes: readonly unknown[] } | null }>(
          '{ jobs { nodes { id } } }',
        );
        return data.jobs?.nodes.length ?? 0;
      };
      const logins = () => vendor.requests.filter(({ path }) => path.endsWith('/login')).length;
      assert.equal(await ask(password), 5);
      assert.equal(logins(), 1);
      assert.equal(await ask('not-it'), 0);
      assert.equal(logins(), 2);
      await vendor.close();
    });
});

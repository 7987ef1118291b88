import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CheckedSource, check, renderChecks } from '../../../src/cli/check.ts';
import { createDemoWorld, type DemoWorld } from '../../../src/simulator/demo-world.ts';
import { DEMO_USER } from '../../../src/simulator/iam.ts';

let world: DemoWorld;
/** Nobody listens there. */
let closed = '';
before(async () => {
  world = await createDemoWorld({ jobs: 10, origins: 2, live: false });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  closed = `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  await new Promise((resolve) => server.close(resolve));
});
after(() => world.close());

async function checkOne(name: string, changes: Readonly<Record<string, unknown>>): Promise<CheckedSource> {
  const source = world.sources.find(({ id }) => id === name) ?? assert.fail();
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  try {
    const file = join(folder, 'config.yaml');
    await writeFile(file, JSON.stringify({ sources: [{ ...source, retries: 0, ...changes }] }));
    const [checked] = await check(file, {});
    return checked ?? assert.fail();
  } finally {
    await rm(folder, { recursive: true });
  }
}

const hostOf = (name: string): string =>
  new URL(String(world.sources.find(({ id }) => id === name)?.['endpoint'])).host;

test('what is right is ok, in all its parts', async () => {
  const { ok, code, message, advice, host, problem } = await checkOne('search', {});
  assert.deepEqual([ok, code, message, advice, host, problem], [true, null, null, null, null, null]);
});

describe('each mistake is told as what it is, with what to do', () => {
  test('the identity service cannot be reached', async () => {
    const auth = { type: 'iam-password', ...DEMO_USER, endpoint: `http://${closed}` };
    const found = await checkOne('search', { auth });
    assert.deepEqual([found.ok, found.code, found.host], [false, 'UPSTREAM_UNAVAILABLE', closed]);
    assert.match(found.message ?? '', /^Source "search", where it signs in, refused the connection\.$/);
    assert.match(found.advice ?? '', /^Check `auth\.endpoint`, which leads to 127/);
  });

  test('the identity service that is asked for the project cannot be reached', async () => {
    const region = 'cn-north-4';
    const keys = { accessKey: 'A'.repeat(20), secretKey: 'b'.repeat(40) };
    const profile = join(await mkdtemp(join(tmpdir(), 'jobweave-')), 'credentials');
    const written = `[basic]\nak = ${keys.accessKey}\nsk = ${keys.secretKey}\niam_endpoint = http://${closed}\n`;
    await writeFile(profile, written);
    for (const [auth, advice] of [
      [{ type: 'ak-sk', ...keys, iamEndpoint: `http://${closed}` }, /^Check `auth\.iamEndpoint`, which/],
      [{ type: 'token', token: 't', iamEndpoint: `http://${closed}` }, /^Check `auth\.iamEndpoint`, which/],
      [
        { type: 'profile', file: profile },
        /^Check `iam_endpoint` of the profile file, or give `auth\.iamEndpoint`, which/,
      ],
    ] as const) {
      const found = await checkOne('search', { auth, projectId: undefined, region });
      assert.deepEqual([found.code, found.host], ['UPSTREAM_UNAVAILABLE', closed]);
      assert.match(found.message ?? '', /, where it signs in, refused the connection\.$/);
      assert.match(found.advice ?? '', advice);
    }
    await rm(dirname(profile), { recursive: true });
  });

  test('the identity service that the region leads to cannot be reached', async () => {
    const [region, proxy] = ['cn-north-4', `http://${closed}`];
    const keys = { accessKey: 'A'.repeat(20), secretKey: 'b'.repeat(40) };
    for (const [auth, key] of [
      [{ type: 'iam-password', ...DEMO_USER }, 'endpoint'],
      [{ type: 'ak-sk', ...keys }, 'iamEndpoint'],
      [{ type: 'token', token: 't' }, 'iamEndpoint'],
    ] as const) {
      const found = await checkOne('search', { auth, projectId: undefined, region, proxy });
      assert.equal(found.host, 'iam.cn-north-4.myhuaweicloud.com');
      assert.match(
        found.advice ?? '',
        /reached from here by the proxy that `proxy` or the environment names/,
      );
      assert.match(
        found.advice ?? '',
        new RegExp(`^Check \`region\`, or give \`auth\\.${key}\`, which leads`),
      );
    }
  });

  test('the metadata service of the machine cannot be reached', async () => {
    const auth = { type: 'ecs-metadata', endpoint: `http://${closed}` };
    const found = await checkOne('search', { auth });
    assert.deepEqual([found.code, found.host], ['UPSTREAM_UNAVAILABLE', closed]);
    assert.match(found.advice ?? '', /^Check `auth\.endpoint`, which leads to/);
  });

  test('the identity service refuses', async () => {
    const endpoint = world.iam.url;
    const auth = { type: 'iam-password', ...DEMO_USER, password: 'not-it', endpoint };
    const found = await checkOne('search', { auth });
    assert.deepEqual([found.code, found.host], ['UPSTREAM_AUTH_FAILED', new URL(endpoint).host]);
    assert.match(found.message ?? '', /could not sign in: HTTP 401, .*password is wrong.*auth\.password/);
    assert.match(found.advice ?? '', /Correct `auth`.* check `auth\.endpoint`/);
  });

  test('the service cannot be reached', async () => {
    const found = await checkOne('dc1', { endpoint: `http://${closed}` });
    assert.deepEqual([found.code, found.host], ['UPSTREAM_UNAVAILABLE', closed]);
    assert.match(found.advice ?? '', /^Check `endpoint`, which leads to 127/);
  });

  test('a region that does not exist', async () => {
    const found = await checkOne('search', {
      endpoint: undefined,
      region: 'cn-nroth-4',
      auth: { type: 'token', token: 't' },
      proxy: `http://${closed}`,
    });
    assert.equal(found.ok, false);
    assert.equal(found.host, 'css.cn-nroth-4.myhuaweicloud.com');
    assert.match(found.advice ?? '', /^The region "cn-nroth-4" is not known here: did you mean cn-north-4\?/);
  });

  test('an outage is none of the network', async () => {
    const vendor = world.simulators[0] ?? assert.fail();
    vendor.fault = () => ({ kind: 'status', status: 503 });
    const found = await checkOne('dc1', {});
    vendor.fault = null;
    assert.deepEqual([found.code, found.host], ['UPSTREAM_UNAVAILABLE', hostOf('dc1')]);
    assert.match(found.advice ?? '', /^It can be reached, but says with HTTP 503 that it does not serve now/);
  });

  for (const name of ['dc1', 'apps', 'search', 'backups', 'deploys', 'vaults', 'images'])
    test(`an origin that ${name} does not have`, async () => {
      const id = '0'.repeat(32);
      const found = await checkOne(name, { origins: [id] });
      assert.deepEqual([found.ok, found.code], [false, 'NOT_FOUND']);
      assert.match(found.message ?? '', new RegExp(`nothing with these ids: origins: ${id}`));
      assert.equal(found.host, hostOf(name));
      assert.match(found.advice ?? '', /^Correct `origins`/);
    });

  test('a job that nobody knows', async () => {
    const id = 'JOB00000000-0000-0000-0000-000000000000';
    const found = await checkOne('deploys', { jobs: [id] });
    assert.deepEqual([found.ok, found.code], [false, 'NOT_FOUND']);
    assert.match(found.message ?? '', new RegExp(`jobs: ${id}`));
    assert.match(found.advice ?? '', /^Correct `jobs`/);
  });

  test('more of the address than is the node’s own is taken, and told', async () => {
    const found = await checkOne('dc1', { endpoint: `http://${hostOf('dc1')}/zstack/v1` });
    assert.equal(found.ok, true);
    assert.match(found.warnings.join(), /write it without \/zstack\/v1/);
    assert.match(renderChecks([found]), /ok; warning: `endpoint` ends with/);
  });
});

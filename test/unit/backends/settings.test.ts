import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backends } from '../../../src/backends/index.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { noSignIn, signable } from '../upstream/support.ts';
import { backendOf, connect, MINIMAL } from './definition-of.ts';

type Settings = Readonly<Record<string, unknown>>;

const HUAWEI = ['huawei-workspace', 'huawei-css', 'huawei-vbs', 'huawei-servicestage'];

const without = (name: string, ...keys: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(MINIMAL[name] ?? {}).filter(([key]) => !keys.includes(key)));

/** Where the faults are, and what is said of them. */
function faults(name: string, settings: Settings): string[] {
  const parsed = backendOf(name).settings.safeParse(settings);
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const ALL = backends.map(({ name }) => name);

test('the least is enough, and the rest has its default', () => {
  for (const name of ALL) {
    assert.deepEqual(faults(name, MINIMAL[name] ?? {}), [], name);
    const { deadlineMs, discoverySeconds, wholeRows, cacheSeconds } = connect(name).settings;
    assert.deepEqual([deadlineMs, discoverySeconds, wholeRows, cacheSeconds], [8_000, 30, 10_000, 0], name);
  }
});

test('a key that nobody knows is a fault, and so is one out of its bounds', () => {
  for (const name of ALL) {
    const least = MINIMAL[name] ?? {};
    assert.match(faults(name, { ...least, endpont: 'x' }).join(), /endpont/, name);
    assert.match(faults(name, { ...least, deadlineMs: 1 }).join(), /^deadlineMs: /, name);
    assert.match(faults(name, { ...least, origins: [] }).join(), /^origins: is an empty list/, name);
    assert.match(faults(name, { ...least, origins: ['a', 'a'] }).join(), /^origins: names an id twice/, name);
    assert.match(faults(name, { ...least, origins: ['a/b'] }).join(), /^origins\.0: /, name);
  }
});

describe('zstack', () => {
  for (const key of ['endpoint', 'timeZone', 'auth'])
    test(`needs ${key}`, () =>
      assert.deepEqual(
        faults('zstack', without('zstack', key)).map((fault) => fault.split(':')[0]),
        [key],
      ));

  test('its address is that of the node, with the context path or without it', () => {
    for (const endpoint of [
      'http://n:8080',
      'http://n:8080/',
      'http://n:8080/zstack',
      'http://n:8080/zstack/',
    ])
      assert.equal(connect('zstack', { endpoint }).endpoint, 'http://n:8080/zstack', endpoint);
  });

  test('its zone must be one, its address http', () => {
    assert.match(
      faults('zstack', { ...MINIMAL['zstack'], timeZone: 'Asia/Shangai' }).join(),
      /Asia\/Shanghai\?/,
    );
    assert.match(faults('zstack', { ...MINIMAL['zstack'], endpoint: 'node:8080' }).join(), /^endpoint: /);
  });

  const auths: readonly (readonly [auth: unknown, isGood: boolean])[] = [
    [{ type: 'account', account: 'admin', password: 'p' }, true],
    [{ type: 'account', account: 'admin' }, false],
    [{ type: 'account', account: 'admin', password: '' }, false],
    [{ type: 'access-key', id: 'i', secret: 's' }, true],
    [{ type: 'access-key', id: 'i' }, false],
    [{ type: 'forward', header: 'Authorization' }, true],
    [{ type: 'forward', header: 'Host' }, false],
    [{ type: 'token', token: 't' }, false],
    [{ type: 'account', account: 'admin', password: 'p', more: 1 }, false],
    [{}, false],
  ];
  for (const [auth, isGood] of auths)
    test(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(auth)}`, () =>
      assert.equal(faults('zstack', { ...MINIMAL['zstack'], auth }).length === 0, isGood));
});

describe('a service in a project', () => {
  for (const name of HUAWEI) {
    test(`${name} needs a region or an address, a project and credentials`, () => {
      assert.match(faults(name, without(name, 'region')).join(), /needs `region` or `endpoint`/);
      assert.deepEqual(faults(name, { ...without(name, 'region'), endpoint: 'https://x.example.com' }), []);
      assert.deepEqual(faults(name, without(name, 'projectId')), [], 'found by the region');
      const address = { ...without(name, 'region', 'projectId'), endpoint: 'https://x.example.com' };
      assert.match(faults(name, address).join(), /needs `projectId`, or a `region`/);
      const forward = { ...without(name, 'projectId'), auth: { type: 'forward', header: 'X-Auth-Token' } };
      assert.match(faults(name, forward).join(), /needs `projectId`: callers bring their own tokens/);
      assert.match(faults(name, without(name, 'auth')).join(), /^auth: /);
    });
  }

  test('an address goes before the region', () => {
    assert.equal(
      connect('huawei-css', { endpoint: 'https://css.example.com/' }).endpoint,
      'https://css.example.com',
    );
  });

  const iam = { type: 'iam-password', domain: 'd', user: 'u', password: 'p' };

  test('a password needs the identity service, from the region or by its address', () => {
    for (const name of HUAWEI) {
      const least = { ...without(name, 'region'), endpoint: 'https://x.example.com' };
      assert.match(faults(name, { ...least, auth: iam }).join(), /^auth: needs `endpoint`/, name);
      assert.deepEqual(faults(name, { ...least, auth: { ...iam, endpoint: 'https://iam.example.com' } }), []);
      assert.deepEqual(faults(name, { ...MINIMAL[name], auth: iam }), []);
    }
  });

  const auths: readonly (readonly [auth: unknown, isGood: boolean])[] = [
    [{ type: 'ak-sk', accessKey: 'a', secretKey: 's' }, true],
    [{ type: 'ak-sk', accessKey: 'a', secretKey: 's', securityToken: 't' }, true],
    [{ type: 'ak-sk', accessKey: 'a' }, false],
    [{ type: 'token', token: 't' }, true],
    [{ type: 'token', token: 'two words' }, false],
    [{ type: 'forward', header: 'X-Auth-Token' }, true],
    [{ ...iam, password: '' }, false],
    [{ type: 'account', account: 'a', password: 'p' }, false],
  ];
  for (const [auth, isGood] of auths)
    test(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(auth)}`, () =>
      assert.equal(faults('huawei-vbs', { ...MINIMAL['huawei-vbs'], auth }).length === 0, isGood));

  test('only the vendor that lists no jobs takes ids of jobs', () => {
    for (const name of HUAWEI) {
      const isGood = name === 'huawei-servicestage';
      assert.equal(faults(name, { ...MINIMAL[name], jobs: ['JOB1'] }).length === 0, isGood, name);
    }
  });
});

test('each service has its host in each region', () => {
  const hosts = [
    ['huawei-workspace', 'cn-north-4', 'appstream'],
    ['huawei-workspace', 'cn-southwest-2', 'appstream'],
    ['huawei-workspace', 'ap-southeast-1', 'workspace'],
    ['huawei-css', 'cn-north-4', 'css'],
    ['huawei-css', 'cn-north-1', 'es'],
    ['huawei-css', 'cn-east-2', 'es'],
    ['huawei-vbs', 'cn-north-4', 'vbs'],
    ['huawei-servicestage', 'cn-north-4', 'servicestage'],
  ] as const;
  for (const [name, region, host] of hosts)
    assert.equal(connect(name, { region }).endpoint, `https://${host}.${region}.myhuaweicloud.com`);
});

const CLOUDS: readonly (readonly [
  region: string,
  cloud: string | undefined,
  service: string,
  iam: string,
])[] = [
  ['cn-north-4', undefined, 'css.cn-north-4.myhuaweicloud.com', 'iam.cn-north-4.myhuaweicloud.com'],
  ['eu-west-0', undefined, 'css.eu-west-0.myhuaweicloud.com', 'iam.eu-west-0.myhuaweicloud.com'],
  ['eu-west-101', undefined, 'css.eu-west-101.myhuaweicloud.eu', 'iam.eu-west-101.myhuaweicloud.eu'],
  ['eu-west-199', undefined, 'css.eu-west-199.myhuaweicloud.eu', 'iam.eu-west-199.myhuaweicloud.eu'],
  ['af-north-1', undefined, 'css.af-north-1.myhuaweicloud.com', 'iam.myhuaweicloud.com'],
  ['cn-new-7', undefined, 'css.cn-new-7.myhuaweicloud.com', 'iam.myhuaweicloud.com'],
  ['eu-de', undefined, 'css.eu-de.otc.t-systems.com', 'iam.eu-de.otc.t-systems.com'],
  ['eu-nl', 'otc', 'css.eu-nl.otc.t-systems.com', 'iam.eu-nl.otc.t-systems.com'],
  ['eu-new', 'otc', 'css.eu-new.otc.t-systems.com', 'iam.eu-new.otc.t-systems.com'],
  ['eu-ch2', undefined, 'css.eu-ch2.sc.otc.t-systems.com', 'iam-pub.eu-ch2.sc.otc.t-systems.com'],
  ['r1', 'cloud.example.com', 'css.r1.cloud.example.com', 'iam.r1.cloud.example.com'],
];

for (const [region, cloud, service, iam] of CLOUDS)
  test(`${region} of ${cloud ?? 'the cloud that it tells'} is at ${service}`, async () => {
    const of = cloud === undefined ? {} : { cloud };
    assert.equal(connect('huawei-css', { region, ...of }).endpoint, `https://${service}`);
    const auth = { type: 'iam-password', domain: 'd', user: 'u', password: 'p' };
    const asked: string[] = [];
    const { authenticator } = connect('huawei-css', { region, ...of, auth });
    const authorize = async () =>
      authenticator.authorize(signable, sourceScope(), {
        ...noSignIn,
        exchange: async ({ url }) => {
          asked.push(url.href);
          return { status: 500, headers: {}, body: {}, isJson: true };
        },
      });
    await authorize().catch(() => undefined);
    assert.deepEqual(asked, [`https://${iam}/v3/auth/tokens?nocatalog=true`]);
  });

test('a cloud is a domain', () => {
  for (const cloud of ['https://x.example.com', 'example', 'css.cn-north-4.', 'a b.c'])
    assert.match(faults('huawei-css', { ...MINIMAL['huawei-css'], cloud }).join(), /^cloud: must be `otc`/);
});

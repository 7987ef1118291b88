import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { createHuaweiServiceStageSimulator } from '../../../src/simulator/huawei-servicestage.ts';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import { createIamSimulator } from '../../../src/simulator/iam.ts';
import { isSignatureValid } from '../../../src/simulator/is-signature-valid.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { ZSTACK_ACCESS_KEY, ZSTACK_ACCOUNT } from '../../../src/simulator/zstack-access.ts';
import { createTestGateway, executableSchema, type TestGateway } from '../../support/create-test-gateway.ts';
import {
  type EchoingProxy,
  encodedFormsOf,
  piecesOf,
  type Refusal,
  startEchoingProxy,
} from '../../support/echoing-proxy.ts';

const SMALL = { jobs: 6, origins: 2, live: false };
const KEY = { accessKey: 'HPUAKDEMO0123456789X', secretKey: 'q8Xq1cJf0s9V/Yp2Zr7+Tb4Wm6Lk3Ed5Gh1A=' };
const SECURITY_TOKEN = 'gQxjbi1ub3J0aC00c2VjdXJpdHk/dG9rZW4rdGhhdCtpc19sb25n';
const STATIC_TOKEN = 'MIIFvgYJKoZ/hvcN+QcCoIIFrzCCBasCAQE=';

interface Vendor {
  readonly auth: string;
  readonly start: () => Promise<Simulator & { readonly alsoClose?: () => Promise<void> }>;
  /** What is configured, and what is made of it. */
  readonly known: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the caller. */
  readonly headers?: Readonly<Record<string, string>>;
}

const isToken = (token: string): boolean => token === STATIC_TOKEN;

const VENDORS: readonly Vendor[] = [
  {
    auth: 'a ZStack account',
    start: () => createZstackSimulator(SMALL),
    known: [createHash('sha512').update(ZSTACK_ACCOUNT.password).digest('hex')],
  },
  {
    auth: 'a ZStack access key',
    start: () => createZstackSimulator(SMALL),
    known: Object.values(ZSTACK_ACCESS_KEY),
    settings: { auth: { type: 'access-key', ...ZSTACK_ACCESS_KEY } },
  },
  {
    auth: 'an IAM password',
    start: async () => {
      const iam = await createIamSimulator();
      const vendor = await createHuaweiWorkspaceSimulator({ ...SMALL, ...iam.passwordAccess });
      return Object.assign(vendor, { alsoClose: () => iam.close() });
    },
    known: [],
  },
  {
    auth: 'a temporary key pair',
    start: () =>
      createHuaweiVbsSimulator({
        ...SMALL,
        isSigned: (request) => isSignatureValid(request, KEY, Date.now()),
        auth: { type: 'ak-sk', ...KEY, securityToken: SECURITY_TOKEN },
      }),
    known: [...Object.values(KEY), SECURITY_TOKEN],
  },
  {
    auth: 'a token',
    start: () =>
      createHuaweiServiceStageSimulator({ ...SMALL, isToken, auth: { type: 'token', token: STATIC_TOKEN } }),
    known: [STATIC_TOKEN],
  },
  {
    auth: 'the caller’s own token',
    start: () =>
      createHuaweiCssSimulator({ ...SMALL, isToken, auth: { type: 'forward', header: 'X-Auth-Token' } }),
    known: [],
    headers: { 'x-auth-token': STATIC_TOKEN },
  },
];

const flat = (echo: string, code: string): string =>
  JSON.stringify({ error_code: code, error_msg: `refused ${echo}`, request_id: echo.slice(0, 32) });

/** In the vendors' envelopes, in others, and in none. */
const REFUSALS: readonly Refusal[] = [
  ...[400, 401, 403, 404, 429, 500].map((status) => ({
    status,
    body: (echo: string) => flat(echo, `APIGW.9999 ${echo.slice(0, 40)}`),
  })),
  {
    status: 503,
    body: (echo) => JSON.stringify({ error: { code: 'SYS.1006', details: `ak ${echo} not exist` } }),
  },
  { status: 500, body: (echo) => JSON.stringify({ error: { code: echo, message: echo } }) },
  { status: 400, body: (echo) => `plain words ${echo}`, type: 'text/plain' },
  { status: 200, body: (echo) => `<html>${echo}`, type: 'text/html' },
  { status: 200, body: (echo) => JSON.stringify({ [echo]: echo }) },
  {
    status: 200,
    body: (echo) => JSON.stringify({ items: [echo], tasks: [{ echo }], inventories: [[echo]] }),
  },
];

/** Every field below a type, without those that lead back up. */
function everyField(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (isUnionType(named))
    return `{ ${named
      .getTypes()
      .map((one) => `... on ${one.name} ${everyField(one, depth)}`)
      .join(' ')} }`;
  const fields = Object.values(named.getFields())
    .filter(
      (field) =>
        field.name !== 'job' &&
        field.name !== 'jobs' &&
        (depth > 0 || !isCompositeType(getNamedType(field.type))),
    )
    .map((field) => `${aliased(named.name, field.name)} ${everyField(field.type, depth - 1)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

/** Fields of one name and different types cannot stand side by side. */
const aliased = (type: string, field: string): string =>
  type.endsWith('JobDetails') ? `${type}_${field}: ${field}` : field;

function listOf(schema: GraphQLSchema, filter: string): string {
  const connection = schema.getType('JobConnection');
  const source = schema.getType('Source');
  if (!isObjectType(connection) || !isObjectType(source)) return assert.fail();
  return `{ jobs(first: 50 ${filter}) ${everyField(connection, 5)} sources ${everyField(source, 3)} }`;
}

const LIST = listOf(executableSchema(), '');

/** No part of a credential is left from which anything could be told. */
function assertClean(place: string, text: string, credentials: ReadonlySet<string>): void {
  const plain = text
    .replaceAll(/\\+u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\\', '');
  for (const credential of credentials) {
    const encoded = encodedFormsOf(credential).map((form) => form.slice(12, 32));
    for (const part of [credential, credential.slice(4, 20), ...piecesOf(credential), ...encoded]) {
      const at = plain.indexOf(part);
      const around = plain.slice(Math.max(0, at - 150), at + 100);
      assert(at < 0, `${place} has "${part}" of "${credential.slice(0, 40)}": ${around}`);
    }
  }
}

interface Started extends AsyncDisposable {
  readonly proxy: EchoingProxy;
  readonly gateway: TestGateway;
}

async function startEchoing({ start, known, settings }: Vendor): Promise<Started> {
  const vendor = await start();
  const proxy = await startEchoingProxy(vendor.url, known);
  const source = {
    id: 's1',
    backend: vendor.backend,
    settings: { ...vendor.settings, ...settings, endpoint: proxy.url, retries: 0, cacheSeconds: 0 },
  };
  // The list selects every field that there is.
  const limits = { aliases: 10_000, tokens: 100_000, depth: 100, cost: 1_000_000_000 };
  const gateway = createTestGateway([source], { server: { limits } });
  return {
    proxy,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await vendor.close();
      await vendor.alsoClose?.();
    },
  };
}

for (const vendor of VENDORS)
  describe(`a vendor that repeats ${vendor.auth}`, () => {
    test('in its rows, names, dumps and headers tells nobody of it', async () => {
      await using started = await startEchoing(vendor);
      const { gateway, proxy } = started;
      for (let round = 0; round < 2; round += 1) {
        const { data, errors } = await gateway.query<{ jobs: { nodes: readonly { id: string }[] } }>(
          LIST,
          {},
          vendor.headers,
        );
        assert(data.jobs.nodes.length > 3, JSON.stringify(errors));
        assertClean('the answer', JSON.stringify({ data, errors }), proxy.credentials);
        const one = await gateway.query(
          'query ($id: ID!) { job(id: $id) { id raw details { __typename } } }',
          { id: data.jobs.nodes[0]?.id },
          vendor.headers,
        );
        assertClean('a job', JSON.stringify(one), proxy.credentials);
      }
      assertClean('the log', JSON.stringify(gateway.log), proxy.credentials);
      assertClean('/metrics', await gateway.metrics(), proxy.credentials);
    });

    for (const [i, refusal] of REFUSALS.entries())
      test(`in refusal ${i + 1}, HTTP ${refusal.status}, tells nobody of it`, async () => {
        await using started = await startEchoing(vendor);
        const { gateway, proxy } = started;
        proxy.refusal = refusal;
        const { data, errors } = await gateway.query(LIST, {}, vendor.headers);
        assert(proxy.credentials.size > 0, JSON.stringify(errors).slice(0, 600));
        assert(errors.length > 0 || JSON.stringify(data).includes('PARTIAL'), JSON.stringify(data));
        assertClean('the answer', JSON.stringify({ data, errors }), proxy.credentials);
        assertClean('the log', JSON.stringify(gateway.log), proxy.credentials);
        assertClean('/metrics', await gateway.metrics(), proxy.credentials);
      });
  });

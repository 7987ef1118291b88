import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld } from '../../support/start-world.ts';

const KEY = 'a-long-key-of-the-gateway';
const ACCESS = {
  roles: { all: { sources: ['*'] } },
  apiKeys: ['', '-2'].map((suffix) => ({
    name: `key${suffix}`,
    role: 'all',
    sha256: createHash('sha256')
      .update(KEY + suffix)
      .digest('hex'),
  })),
};

const JOBS = '{ jobs { sources { source { id } state error { code } } } }';

interface Answer {
  readonly jobs: { readonly sources: readonly { readonly state: string }[] } | null;
}

/** A vendor that is read with what callers send in a header, and remembers all that was sent to it. */
async function setUp(t: TestContext, header: string) {
  const sent: string[] = [];
  const server = createServer((incoming, response) => {
    sent.push(JSON.stringify([incoming.url, incoming.rawHeaders]));
    response.setHeader('content-type', 'application/json').end('{"inventories":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    timeZone: 'UTC',
    auth: { type: 'forward', header },
  };
  const gateway = createTestGateway([{ id: 'dc1', backend: 'zstack', settings }], { access: ACCESS });
  t.after(() => gateway[Symbol.asyncDispose]());
  const ask = async (headers: Record<string, string>) => {
    const { data, status } = await gateway.query<Answer>(JOBS, {}, headers);
    return { status, state: data?.jobs?.sources[0]?.state ?? null };
  };
  return { ask, sent };
}

for (const [header, headers] of [
  ['X-Api-Key', { 'x-api-key': KEY }],
  ['Authorization', { authorization: `Bearer ${KEY}` }],
] as const) {
  test(`a key of the gateway in ${header} is never sent to a vendor, although the header is forwarded`, async (t) => {
    const { ask, sent } = await setUp(t, header);
    assert.deepEqual(await ask(headers), { status: 200, state: null });
    assert.deepEqual(sent, [], 'the caller has sent nothing that is meant for the vendor');
  });
}

test('what is meant for the vendor is sent, beside a key of the gateway', async (t) => {
  const { ask, sent } = await setUp(t, 'Authorization');
  assert.deepEqual(await ask({ 'x-api-key': KEY, authorization: 'OAuth of-the-vendor' }), {
    status: 200,
    state: 'OK',
  });
  assert(sent.length > 0);
  assert(sent.every((request) => request.includes('OAuth of-the-vendor') && !request.includes(KEY)));
});

test('a credential of the vendor opens no door of the gateway', async (t) => {
  const { ask, sent } = await setUp(t, 'Authorization');
  assert.equal((await ask({ authorization: 'OAuth of-the-vendor' })).status, 401);
  assert.equal((await ask({ authorization: 'Bearer of-the-vendor' })).status, 401);
  assert.deepEqual(sent, []);
});

test('two callers with vendor credentials of their own get nothing of each other', async (t) => {
  const { ask, sent } = await setUp(t, 'X-Auth-Token');
  await Promise.all([
    ask({ 'x-api-key': KEY, 'x-auth-token': 'of-ada' }),
    ask({ 'x-api-key': `${KEY}-2`, 'x-auth-token': 'of-bob' }),
  ]);
  for (const token of ['of-ada', 'of-bob'])
    assert(
      sent.some((request) => request.includes(token)),
      `${token} was asked for itself`,
    );
});

test('two callers share what is read with the gateway’s own credentials, and only of sources that both see', async (t) => {
  const roles = { one: { sources: ['search'] }, two: { sources: ['search', 'apps'] } };
  const apiKeys = ACCESS.apiKeys.map((key, i) => ({ ...key, role: i === 0 ? 'one' : 'two' }));
  const world = await startWorld({ jobs: 4, origins: 1, latencyMs: 20 }, { access: { roles, apiKeys } });
  t.after(() => world[Symbol.asyncDispose]());
  const sources = async (key: string) => {
    const answer = await world.query<{ jobs: { sources: { source: { id: string } }[] } }>(
      JOBS,
      {},
      { 'x-api-key': key },
    );
    return answer.data.jobs.sources.map(({ source }) => source.id);
  };
  assert.deepEqual(await Promise.all([sources(KEY), sources(`${KEY}-2`), sources(KEY)]), [
    ['search'],
    ['apps', 'search'],
    ['search'],
  ]);
});

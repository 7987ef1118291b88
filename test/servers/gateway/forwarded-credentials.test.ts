import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly source: { readonly id: string } }[];
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly error: { readonly code: string; readonly message: string } | null;
    }[];
  } | null;
}

const JOBS = `query ($filter: JobFilter) { jobs(first: 100, filter: $filter) {
  nodes { source { id } } sources { source { id } state error { code message } }
} }`;

/** The demo's world, where `ids` are read with each caller's own token. */
async function startForwarding(ids: readonly string[]) {
  const world = await startWorld({ jobs: 8, origins: 1 });
  const auth = { type: 'forward', header: 'X-Auth-Token' };
  const sources = world.sources.map((source) =>
    ids.includes(source.id) ? { ...source, settings: { ...source.settings, auth } } : source,
  );
  const gateway = createTestGateway(sources);
  return {
    world,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

test('without the header the source is skipped, says why, and spoils nothing', async () => {
  await using started = await startForwarding(['search']);
  const { data, errors } = await started.gateway.query<Answer>(JOBS);
  assert.deepEqual(errors, []);
  const report = data.jobs?.sources.find(({ source }) => source.id === 'search');
  assert.deepEqual([report?.state, report?.error?.code], ['SKIPPED', 'UNAUTHENTICATED']);
  assert.match(report?.error?.message ?? '', /"x-auth-token"/);
  assert.deepEqual(
    new Set(data.jobs?.nodes.map(({ source }) => source.id)),
    new Set(['dc1', 'apps', 'backups', 'deploys']),
  );
  assert.equal(started.world.vendor('search').requests.length, 0);
});

test('where every source that was asked is skipped for that, the field is an error that says so', async () => {
  await using started = await startForwarding(['search', 'apps']);
  for (const ids of [['search'], ['search', 'apps']]) {
    const { data, errors } = await started.gateway.query(JOBS, { filter: { sources: ids } });
    assert.deepEqual(data, { jobs: null });
    assert.deepEqual(
      errors.map(({ path, extensions }) => [path, extensions['code']]),
      [[['jobs'], 'UNAUTHENTICATED']],
    );
    assert.match(errors[0]?.message ?? '', /"x-auth-token"/);
  }
});

/** Not the token itself: that is cleaned out of what is told. */
const resourceOf = (caller: string): string => [...caller].reverse().join('');

/** A ZStack node that has one job for each caller, named after its token, and takes a while to find it. */
async function startEchoingNode() {
  const server = createServer((incoming, response) => {
    const caller = incoming.headers.authorization ?? 'nobody';
    const row = {
      id: 1,
      schedulerJobUuid: 'd7696913343040d8b98de04d59727711',
      startTime: 'Nov 14, 2017 10:20:57 PM',
      executeTime: 9,
      targetResourceUuid: resourceOf(caller),
      requestDump: '{}',
      resultDump: '{"success":true}',
      success: true,
    };
    const body = JSON.stringify({ inventories: [row], total: 1 });
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Resources {
  readonly jobs: { readonly nodes: readonly { readonly resource: { readonly nativeId: string } }[] };
}

for (const cacheSeconds of [0, 60])
  test(`callers who ask the same at the same time never get one another’s answer, cache ${cacheSeconds} s`, async () => {
    await using node = await startEchoingNode();
    const settings = {
      endpoint: node.url,
      timeZone: 'UTC',
      auth: { type: 'forward', header: 'Authorization' },
    };
    await using gateway = createTestGateway([{ backend: 'zstack', settings }], {
      settings: { cacheSeconds, concurrency: 4 },
    });
    const seen: string[][] = [];
    const client = async (name: string): Promise<void> => {
      for (let round = 0; round < 15; round += 1) {
        const { data } = await gateway.query<Resources>(
          '{ jobs { nodes { resource { nativeId } } } }',
          {},
          {
            authorization: name,
          },
        );
        seen.push([name, ...data.jobs.nodes.map(({ resource }) => resource.nativeId)]);
      }
    };
    const names = ['OAuth alice', 'OAuth bob'];
    await Promise.all(Array.from({ length: 20 }, (_, i) => client(names[i % 2] ?? '')));
    assert.equal(seen.length, 300);
    assert.deepEqual(
      seen.filter(
        ([name, ...resources]) => resources.length !== 1 || resources[0] !== resourceOf(name ?? ''),
      ),
      [],
    );
  });

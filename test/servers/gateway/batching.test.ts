import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestRecord } from '../../../src/simulator/kit/simulator.ts';
import { startWorld } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly {
      readonly nativeId: string;
      readonly backend: string;
      readonly origin: { readonly name: string | null } | null;
      readonly tasks: { readonly nodes: readonly { readonly name: string | null }[] };
    }[];
  };
}

const QUERY =
  '{ jobs(first: 50) { nodes { nativeId backend origin { name } tasks(first: 5) { nodes { name } } } } }';

const lineOf = ({ method, path, query }: RequestRecord): string =>
  `${method} ${path}?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`;

const twice = (lines: readonly string[]): string[] => lines.filter((line, i) => lines.indexOf(line) !== i);

test('names and tasks of fifty jobs: no request is made twice', async () => {
  await using world = await startWorld({ jobs: 100 });
  const { data, errors } = await world.query<Answer>(QUERY);
  assert.deepEqual(errors, []);
  assert.equal(data.jobs.nodes.length, 50);
  for (const { backend, requests } of [...world.vendors, { backend: 'iam', requests: world.iam.requests }]) {
    const reads = requests.map(lineOf).filter((line) => line.startsWith('GET'));
    assert.deepEqual(twice(reads), [], backend);
  }
});

test('names of scheduler jobs are asked for once for all', async () => {
  await using world = await startWorld({ jobs: 100, origins: 6 });
  const { data } = await world.query<Answer>(QUERY);
  const rows = data.jobs.nodes.filter(({ backend }) => backend === 'zstack');
  assert(new Set(rows.map(({ origin }) => origin?.name)).size > 1, 'several names are needed');
  const asked = world.vendor('dc1').requests.filter(({ path }) => path.endsWith('/scheduler/jobs'));
  // One of the scheduler jobs has been deleted: that its name is not merely cut off, nor stands behind a place at which pages
  // end, takes four looks more.
  assert(asked.length <= 5, `${asked.length}`);
});

test('a deployment job and its first twenty tasks are read in one request, and no page of them twice', async () => {
  await using world = await startWorld({ jobs: 100 });
  const { data } = await world.query<Answer>(QUERY);
  assert(
    data.jobs.nodes.some(({ backend, tasks }) => backend === 'huawei-servicestage' && tasks.nodes.length > 0),
  );
  const reads = world.vendor('deploys').requests.filter(({ path }) => path.includes('/cas/jobs/'));
  const isFirstPage = ({ query }: RequestRecord) =>
    query.some(([name, value]) => name === 'offset' && value === '0');
  const first = reads.filter(isFirstPage).map(({ path }) => path);
  assert.deepEqual(twice(first), []);
  const long = new Set(
    world
      .vendor('deploys')
      .expected()
      .filter(({ tasks }) => tasks.length >= 20 || tasks.length % 10 === 0)
      .map(({ nativeId }) => nativeId),
  );
  const more = reads.filter((read) => !isFirstPage(read));
  assert(
    more.every(({ path }) => long.has(path.split('/').at(-1) ?? '')),
    'only long jobs take a second page, and those of a round number, which may have been cut',
  );
});

test('every job has the tasks that its vendor has', async () => {
  await using world = await startWorld({ jobs: 20 }, { server: { limits: { cost: 10_000_000 } } });
  const { data } = await world.query<{
    jobs: { nodes: { nativeId: string; tasks: { nodes: { nativeId: string; status: string }[] } }[] };
  }>('{ jobs(first: 200) { nodes { nativeId tasks(first: 100) { nodes { nativeId status } } } } }');
  assert.deepEqual(
    data.jobs.nodes.map(({ nativeId, tasks }) => [nativeId, tasks.nodes]),
    world
      .expected()
      .map(({ nativeId, tasks }) => [
        nativeId,
        tasks.map(({ nativeId: task, status }) => ({ nativeId: task, status })),
      ]),
  );
});

test('jobs that a vendor finds one by one are taken from its newest page', async () => {
  // One has them by a path, the other by a condition that takes one id.
  await using world = await startWorld({ jobs: 100, backends: ['huawei-cbr', 'huawei-vbs'] });
  for (const source of ['vaults', 'backups']) {
    const list = `{ jobs(first: 20, filter: { sources: ["${source}"] }) { nodes { id nativeId backend } } }`;
    const { data } = await world.query<{ jobs: { nodes: { id: string; nativeId: string }[] } }>(list);
    const { nodes } = data.jobs;
    assert.equal(nodes.length, 20);
    const { requests } = world.vendor(source);
    requests.length = 0;
    const ids = JSON.stringify(nodes.map(({ id }) => id));
    const found = await world.query<{ nodes: { id: string; nativeId: string }[] }>(
      `{ nodes(ids: ${ids}) { ... on Job { id nativeId } } }`,
    );
    assert.deepEqual(
      found.data.nodes,
      nodes.map(({ id, nativeId }) => ({ id, nativeId })),
    );
    assert(requests.length < nodes.length / 2, `${source}: ${requests.length}`);
  }
});

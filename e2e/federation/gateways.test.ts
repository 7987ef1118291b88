import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask } from './support/ask.ts';
import { COMPOSERS } from './support/compose.ts';
import { type CountingProxy, startCountingProxy } from './support/counting-proxy.ts';
import { hostnameOf, INVENTORY_SDL, ownerOf, startInventory } from './support/inventory.ts';
import type { Started } from './support/listen-on-loopback.ts';
import { startApollo, startHive } from './support/routers.ts';
import { type Jobweave, startJobweave } from './support/start-jobweave.ts';

interface Thing {
  readonly nativeId: string;
  readonly hostname?: string;
  readonly owner?: { readonly name: string };
}

interface Job {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly resource: Thing | null;
}

interface JobList {
  readonly nodes: readonly Job[];
  readonly sources: readonly { readonly source: { readonly id: string }; readonly state: string }[];
}

interface Jobs {
  readonly jobs: JobList;
}

interface Servers {
  readonly servers: { readonly nodes: readonly (Thing & { readonly jobs: JobList | null })[] };
}

const OWN = 'id name status resource { nativeId }';
const REPORTS = 'sources { source { id } state }';
const JOBS = `{ jobs(first: 50) { nodes { ${OWN} } ${REPORTS} } }`;
const JOBS_WITH_SERVERS = `{ jobs(first: 50) { nodes { id name status resource { nativeId hostname owner { name } } } ${REPORTS} } }`;
const SERVERS_WITH_JOBS =
  '{ servers(first: 20) { nodes { nativeId hostname jobs(first: 5) { nodes { id } sources { source { id } state } } } } }';
const JOBS_OF = 'query ($id: String!) { jobs(first: 5, filter: { resourceIds: [$id] }) { nodes { id } } }';

const ONE_ENTITIES_CALL = { operations: 1, entities: 1 };
const ONE_CALL = { operations: 1, entities: 0 };

const ROUTERS = { 'Apollo Gateway': startApollo, 'Hive Gateway': startHive };

for (const [name, startRouter] of Object.entries(ROUTERS)) {
  for (const composer of ['Apollo', 'The Guild'] as const) {
    describe(`${name}, on a supergraph that ${composer} composed`, () => {
      const stack = new AsyncDisposableStack();
      let jobweave: Jobweave;
      let toJobs: CountingProxy;
      let toInventory: CountingProxy;
      let router: Started;
      let machines: Thing[] = [];

      before(async () => {
        jobweave = stack.use(await startJobweave());
        const { data } = await ask<Jobs>(jobweave.url, JOBS.replace('50', '500'));
        machines = distinct(data.jobs.nodes.flatMap(({ resource }) => resource ?? []));
        const inventory = stack.use(await startInventory(() => machines));
        toJobs = stack.use(await startCountingProxy(jobweave.url));
        toInventory = stack.use(await startCountingProxy(inventory.url));
        const told = await ask<{ _service: { sdl: string } }>(jobweave.url, '{ _service { sdl } }');
        const subgraphs = [
          { name: 'jobweave', url: toJobs.url, sdl: told.data._service.sdl },
          { name: 'inventory', url: toInventory.url, sdl: INVENTORY_SDL },
        ];
        const { errors, supergraph } = COMPOSERS[composer]?.(subgraphs) ?? assert.fail();
        assert.deepEqual(errors, []);
        router = stack.use(await startRouter(supergraph ?? ''));
        toJobs.take();
        toInventory.take();
      });
      after(() => stack.disposeAsync());

      test('fifty jobs have the data of the inventory, for one call to it', async () => {
        const { data, errors } = await ask<Jobs>(router.url, JOBS_WITH_SERVERS);
        assert.equal(errors, undefined);
        assert.deepEqual([toJobs.take(), toInventory.take()], [ONE_CALL, ONE_ENTITIES_CALL]);
        const own = await ask<Jobs>(jobweave.url, JOBS);
        assert.equal(data.jobs.nodes.length, 50);
        assert(data.jobs.nodes.filter(({ resource }) => resource !== null).length > 10);
        assert.deepEqual(data.jobs.nodes, own.data.jobs.nodes.map(withInventory));
        assert.deepEqual(data.jobs.sources, own.data.jobs.sources);
      });

      test('twenty things of the inventory have their jobs, for one call to us', async () => {
        const { data, errors } = await ask<Servers>(router.url, SERVERS_WITH_JOBS);
        assert.equal(errors, undefined);
        assert.deepEqual([toJobs.take(), toInventory.take()], [ONE_ENTITIES_CALL, ONE_CALL]);
        assert(data.servers.nodes.length >= 10);
        for (const { nativeId, hostname, jobs } of data.servers.nodes) {
          const own = await ask<Jobs>(jobweave.url, JOBS_OF, { id: nativeId });
          assert(own.data.jobs.nodes.length > 0);
          assert.deepEqual(jobs?.nodes, own.data.jobs.nodes);
          assert.equal(hostname, hostnameOf(nativeId));
        }
      });

      test('a job is found by its id, and its source and origin have their own', async () => {
        const { data: list } = await ask<Jobs>(router.url, JOBS);
        const query = `query ($id: ID!) { job(id: $id) { id source { id } origin { id source { id } jobs(first: 1) { nodes { id } } } } }`;
        const variables = { id: list.jobs.nodes[7]?.id };
        const through = await ask(router.url, query, variables);
        assert.deepEqual(through, await ask(jobweave.url, query, variables));
      });

      test('nobody gets at what is hidden', async () => {
        const { errors } = await ask(router.url, '{ node(id: "dc1") { id } }');
        assert.match(errors?.[0]?.message ?? '', /Cannot query field "node"/);
      });

      test('of a vendor that died in the middle the rows are missing, the report says so, and the rest comes', async () => {
        await jobweave.kill('dc1');
        const { data, errors } = await ask<Jobs>(router.url, JOBS_WITH_SERVERS);
        const states = new Map(data.jobs.sources.map(({ source, state }) => [source.id, state]));
        assert.deepEqual(
          [...states].filter(([, state]) => state !== 'OK'),
          [['dc1', 'FAILED']],
        );
        assert.equal(errors?.length, 1);
        const own = await ask<Jobs>(jobweave.url, JOBS);
        assert.equal(data.jobs.nodes.length, 50);
        assert.deepEqual(data.jobs.nodes, own.data.jobs.nodes.map(withInventory));
        assert.deepEqual(toInventory.take().entities, 1);
        toJobs.take();
        const servers = await ask<Servers>(router.url, SERVERS_WITH_JOBS);
        assert.deepEqual([toJobs.take(), toInventory.take()], [ONE_ENTITIES_CALL, ONE_CALL]);
        assert(servers.data.servers.nodes.every(({ hostname }) => hostname?.startsWith('host-')));
        const lists = servers.data.servers.nodes.flatMap(({ jobs }) => jobs ?? []);
        assert(lists.some(({ nodes }) => nodes.length > 0));
        const dead = lists.flatMap(({ sources }) => sources.filter(({ source }) => source.id === 'dc1'));
        assert(dead.every(({ state }) => state === 'FAILED'));
        assert(dead.length > 0);
      });
    });
  }
}

const withInventory = (job: Job): Job => ({
  ...job,
  resource: job.resource && {
    ...job.resource,
    hostname: hostnameOf(job.resource.nativeId),
    owner: { name: ownerOf(job.resource.nativeId) },
  },
});

const distinct = (things: readonly Thing[]): Thing[] => [
  ...new Map(things.map((thing) => [thing.nativeId, thing])).values(),
];

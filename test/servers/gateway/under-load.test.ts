import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string; readonly source: { readonly id: string } }[];
    readonly sources: readonly { readonly source: { readonly id: string }; readonly state: string }[];
  };
}

const JOBS = `query ($first: Int = 20, $filter: JobFilter) { jobs(first: $first, filter: $filter) {
  nodes { nativeId source { id } } sources { source { id } state }
} }`;

const servers = ({ iam, vendors }: World) => [iam, ...vendors];
const spent = (world: World): number[] => servers(world).map(({ requests }) => requests.length);
const forget = (world: World): void => {
  for (const { requests } of servers(world)) requests.length = 0;
};
/** Longer than 200 clients take on a machine that is busy with other things. */
const SHARED = { shareSeconds: 4 };
/** For so long, and a little, a crowd's answers serve those who come after. */
const SHARED_MS = 1_000 * SHARED.shareSeconds + 50;
/** What is given to one client comes from the vendor, however many ask. */
const UNSHARED = { shareSeconds: 0 };
const rowsOf = ({ jobs }: Answer): string[] =>
  jobs.nodes.map(({ source, nativeId }) => `${source.id} ${nativeId}`);
const isLogin = ({ path }: { readonly path: string }): boolean => path.endsWith('/login');

test('200 clients who ask the same page at once make one set of vendor requests', async () => {
  // The first clients are answered before the last ones have come.
  await using world = await startWorld({ jobs: 20, latencyMs: 20 }, { settings: SHARED });
  await world.query(JOBS);
  const ofFirst = spent(world);
  // The reading of a job that cannot be listed serves even those who come alone.
  await delay(SHARED_MS);
  forget(world);
  await world.query(JOBS);
  const ofSecond = spent(world);
  await using gateway = world.restart();
  for (const ofOne of [ofFirst, ofSecond]) {
    forget(world);
    const answers = await Promise.all(Array.from({ length: 200 }, () => gateway.query<Answer>(JOBS)));
    assert.deepEqual(spent(world), ofOne);
    assert.equal(new Set(answers.map(({ data }) => JSON.stringify(rowsOf(data)))).size, 1);
    assert(answers.every(({ errors }) => errors.length === 0));
    await delay(SHARED_MS);
  }
});

test('credentials that expire under 100 requests: one sign-in for all that share them, and no failed answer', async () => {
  await using world = await startWorld({ jobs: 20, latencyMs: 20 }, { settings: UNSHARED });
  await world.query(JOBS);
  for (let round = 0; round < 3; round += 1) {
    forget(world);
    const ask = (i: number) => world.query<Answer>(JOBS, { first: 1 + i });
    const early = Array.from({ length: 50 }, (_, i) => ask(i));
    await delay(5);
    for (const vendor of world.vendors) vendor.expireCredentials();
    const late = Array.from({ length: 50 }, (_, i) => ask(50 + i));
    const answers = await Promise.all([...early, ...late]);
    assert.deepEqual(
      answers.flatMap(({ errors }) => errors),
      [],
    );
    const expected = world.expected().map(({ sourceId, nativeId }) => `${sourceId} ${nativeId}`);
    for (const [i, { data }] of answers.entries()) assert.deepEqual(rowsOf(data), expected.slice(0, 1 + i));
    // Expiry ended the session before; so the node holds the one that this sign-in made, and no other.
    assert.equal(world.vendor('dc1').requests.filter(isLogin).length, 1);
    assert.equal(world.iam.requests.length, 1);
  }
  assert.deepEqual(world.log, []);
});

const PERIOD_MS = 400;
/** For the request that shows that the vendor is back, and a machine that is busy with other things. */
const MARGIN_MS = 1_500;

interface Seen {
  readonly askedAt: number;
  readonly states: Readonly<Record<string, string>>;
  readonly rows: readonly string[];
}

test('a vendor that is killed and comes back under 20 clients: the others do not notice, and it is soon read again', async () => {
  const fixed = { jobs: 30, origins: 2, live: false, now: () => 1_700_000_000_000 };
  const start = (port: number): Promise<Simulator> => createZstackSimulator({ ...fixed, port });
  let ill = await start(0);
  await using css = disposable(await createHuaweiCssSimulator({ ...fixed, seed: 2 }));
  await using vbs = disposable(await createHuaweiVbsSimulator({ ...fixed, seed: 3 }));
  const well = { css: css.simulator, vbs: vbs.simulator };
  const vendors = Object.entries({ ill, ...well }).map(([id, { backend, settings }]) => ({
    id,
    backend,
    settings,
  }));
  const breaker = { failures: 3, halfOpenAfterMs: PERIOD_MS };
  await using gateway = createTestGateway(vendors, { settings: { ...UNSHARED, breaker, deadlineMs: 3_000 } });
  const seen: Seen[] = [];
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const askedAt = performance.now();
      const { data } = await gateway.query<Answer>(JOBS, { first: 100 });
      const states = Object.fromEntries(data.jobs.sources.map(({ source, state }) => [source.id, state]));
      seen.push({ askedAt, states, rows: rowsOf(data) });
      await delay(10);
    }
  };
  const clients = Array.from({ length: 20 }, client);
  await delay(500);
  const port = Number(new URL(ill.url).port);
  await ill.close();
  await delay(1_200);
  ill = await start(port);
  const backAt = performance.now();
  await delay(2 * PERIOD_MS + MARGIN_MS + 500);
  isOver = true;
  await Promise.all(clients);
  const expected = expectedRows({ ill, ...well });
  await ill.close();

  assert.deepEqual(gateway.log, []);
  const isOfOthers = (row: string): boolean => !row.startsWith('ill ');
  const ofOthers = expected.filter(isOfOthers);
  for (const { states, rows } of seen) {
    assert.deepEqual([states['css'], states['vbs']], ['OK', 'OK']);
    // PARTIAL is a page that met the failure, waited for the probe and got the rows after all.
    if (states['ill'] === 'PARTIAL') assert.deepEqual(rows.filter(isOfOthers), ofOthers);
    else assert.deepEqual(rows, states['ill'] === 'OK' ? expected : ofOthers);
  }
  const states = (from: number, to: number) =>
    new Set(seen.filter(({ askedAt }) => askedAt >= from && askedAt < to).map((one) => one.states['ill']));
  assert.deepEqual(states(backAt - 600, backAt), new Set(['FAILED']));
  assert.deepEqual(states(backAt + 2 * PERIOD_MS + MARGIN_MS, Number.POSITIVE_INFINITY), new Set(['OK']));
});

function expectedRows(simulators: Readonly<Record<string, Simulator>>): string[] {
  return Object.entries(simulators)
    .flatMap(([id, simulator]) => simulator.expected().map((job) => ({ id, ...job })))
    .sort(
      (a, b) =>
        (b.createdAt ?? 0) - (a.createdAt ?? 0) || compare(a.id, b.id) || compare(a.nativeId, b.nativeId),
    )
    .map(({ id, nativeId }) => `${id} ${nativeId}`);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const disposable = (simulator: Simulator) => ({
  simulator,
  [Symbol.asyncDispose]: () => simulator.close(),
});

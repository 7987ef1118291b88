import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedFault } from '../../../src/simulator/kit/simulator.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string; readonly source: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly { readonly source: { readonly id: string }; readonly owesRows: boolean }[];
  };
}

const JOBS = `query ($first: Int, $after: String) {
  jobs(first: $first, after: $after) {
    nodes { nativeId source { id } }
    pageInfo { hasNextPage endCursor }
    sources { source { id } owesRows }
  }
}`;

const WITH_TASKS = JOBS.replace('nativeId source', 'nativeId tasks(first: 1) { nodes { nativeId } } source');

/** Long enough for whoever is well; it is time that counts, and nobody is tried again while a test runs. */
const SETTINGS = {
  timeoutMs: 1_000,
  deadlineMs: 1_600,
  breaker: { failures: 1_000, halfOpenAfterMs: 60_000 },
  shareSeconds: 0,
};

const THREE = ['zstack', 'huawei-css', 'huawei-vbs'];

/** One thing that hangs is asked for by one attempt, and by one more; what is on its way side by side may be a third. */
const FEW = 3;

/** A pause of this process is no time that a vendor was waited for: after each, something may be asked once more. */
let pauses = 0;
const BEAT_MS = 20;
const PAUSE_MS = 100;
let heardAt = performance.now();
const beat = setInterval(() => {
  const now = performance.now();
  if (now - heardAt > BEAT_MS + PAUSE_MS) pauses += 1;
  heardAt = now;
}, BEAT_MS);
after(() => clearInterval(beat));

interface Walk {
  readonly pages: number;
  readonly rows: readonly (readonly [source: string, nativeId: string])[];
  readonly owing: readonly string[];
}

async function walk(
  world: World,
  first: number,
  text = JOBS,
  onPage = (_: number): void => {},
): Promise<Walk> {
  const rows: [string, string][] = [];
  for (let pages = 1, after: string | null = null; ; pages += 1) {
    onPage(pages);
    const answer: { readonly data: Answer } = await world.query<Answer>(text, { first, after });
    const { nodes, pageInfo, sources } = answer.data.jobs;
    rows.push(...nodes.map(({ source, nativeId }): [string, string] => [source.id, nativeId]));
    after = pageInfo.endCursor;
    if (pageInfo.hasNextPage) continue;
    return { pages, rows, owing: sources.filter(({ owesRows }) => owesRows).map(({ source }) => source.id) };
  }
}

const rowsOf = (world: World, isWanted: (sourceId: string, originNativeId: string | null) => boolean) =>
  world
    .expected()
    .filter(({ sourceId, originNativeId }) => isWanted(sourceId, originNativeId))
    .map(({ sourceId, nativeId }) => [sourceId, nativeId]);

/** Lets what `isIll` says hang, and counts how often each path was asked in vain. */
function hang(world: World, id: string, fault: SimulatedFault, isIll = (_: string): boolean => true) {
  const asked = new Map<string, number>();
  const earlier = pauses;
  world.vendor(id).fault = ({ path }) => {
    if (!isIll(path)) return null;
    asked.set(path, (asked.get(path) ?? 0) + 1);
    return fault;
  };
  return {
    most: (): number => Math.max(0, ...asked.values()) - (pauses - earlier),
    all: () => asked,
    pauses: () => pauses - earlier,
  };
}

// The first answer of a process is its slowest.
before(async () => {
  await using world = await startWorld({ jobs: 4, backends: THREE });
  await world.query(JOBS);
});

const HANGS: readonly SimulatedFault[] = [
  { kind: 'hang' },
  { kind: 'hang-in-body' },
  { kind: 'drip', msPerByte: 500 },
  { kind: 'delay', ms: 60_000 },
];

for (const fault of HANGS)
  test(`a walk past a source that only gives ${fault.kind} waits for it once, and ends with what is there`, async () => {
    await using world = await startWorld({ jobs: 12, backends: THREE }, { settings: SETTINGS });
    const vain = hang(world, 'search', fault);
    const { rows, owing, pages } = await walk(world, 10);
    assert.deepEqual(
      rows,
      rowsOf(world, (id) => id !== 'search'),
    );
    assert.deepEqual(owing, ['search']);
    assert(pages >= 2);
    assert(vain.most() <= FEW, JSON.stringify([...vain.all()]));
  });

test('so does one in whose midst the source begins to hang, at pages of one row too', async () => {
  await using world = await startWorld(
    { jobs: 12, backends: ['zstack', 'huawei-vbs'] },
    { settings: SETTINGS },
  );
  let isIll = false;
  const vain = hang(world, 'backups', { kind: 'hang' }, () => isIll);
  const { rows, owing } = await walk(world, 1, JOBS, (page) => {
    isIll = page >= 4;
  });
  assert.deepEqual(
    rows.filter(([id]) => id === 'dc1'),
    rowsOf(world, (id) => id === 'dc1'),
  );
  assert.deepEqual(owing, ['backups']);
  assert(vain.most() <= FEW);
});

test('one list of many that hangs costs the rows of that list, and no page but one its time', async () => {
  await using world = await startWorld(
    { jobs: 60, origins: 20, backends: ['huawei-vbs'] },
    { settings: SETTINGS },
  );
  const ill = world.expected()[5]?.originNativeId ?? assert.fail('no job');
  const vain = hang(world, 'backups', { kind: 'hang' }, (path) => path.includes(ill));
  const { rows, owing } = await walk(world, 4);
  assert.deepEqual(
    rows,
    rowsOf(world, (_, origin) => origin !== ill),
  );
  assert.deepEqual(owing, ['backups']);
  assert(vain.most() <= FEW, JSON.stringify([...vain.all()]));
});

for (const failures of [3, 1_000])
  test(`lists that are well come though more hang than are read at once, and ${failures} failures open the breaker`, async () => {
    await using world = await startWorld(
      { jobs: 60, origins: 20, backends: ['huawei-vbs'] },
      { settings: { ...SETTINGS, breaker: { ...SETTINGS.breaker, failures } } },
    );
    const origins = new Set(world.expected().map(({ originNativeId }) => originNativeId ?? ''));
    const ill = [...origins].slice(0, 9);
    const vain = hang(world, 'backups', { kind: 'hang' }, (path) => ill.some((id) => path.includes(id)));
    const { rows, owing } = await walk(world, 10);
    assert.deepEqual(rows.toSorted(), rowsOf(world, (_, origin) => !ill.includes(origin ?? '')).toSorted());
    assert.deepEqual(owing, ['backups']);
    assert(vain.most() <= FEW, JSON.stringify([...vain.all()]));
  });

test('discovery that hangs keeps a walk waiting once', async () => {
  await using world = await startWorld({ jobs: 12, backends: THREE }, { settings: SETTINGS });
  const vain = hang(world, 'backups', { kind: 'hang' }, (path) => path.endsWith('/backuppolicy'));
  const { rows, owing } = await walk(world, 10);
  assert.deepEqual(
    rows,
    rowsOf(world, (id) => id !== 'backups'),
  );
  assert.deepEqual(owing, ['backups']);
  assert(vain.most() <= FEW, JSON.stringify([...vain.all()]));
});

test('tasks that hang cost no row, and after one page nobody waits for them', async () => {
  await using world = await startWorld(
    { jobs: 12, backends: ['huawei-workspace'] },
    { settings: { ...SETTINGS, concurrency: 2 } },
  );
  const vain = hang(world, 'apps', { kind: 'hang' }, (path) => path.includes('/execute-detail'));
  const { rows } = await walk(world, 2, WITH_TASKS);
  assert.deepEqual(
    rows,
    rowsOf(world, () => true),
  );
  const asked = vain
    .all()
    .values()
    .reduce((sum, times) => sum + times, 0);
  assert(asked - vain.pauses() <= 2 * FEW, `${asked} requests`);
});

test('a source whose discovery takes longer than a page comes up all the same', async () => {
  await using world = await startWorld(
    { jobs: 12, backends: ['huawei-vbs'] },
    { settings: { ...SETTINGS, timeoutMs: 20_000, deadlineMs: 1_000 } },
  );
  world.vendor('backups').fault = ({ path }) =>
    path.endsWith('/backuppolicy') ? { kind: 'delay', ms: 1_300 } : null;
  await assert.rejects(walk(world, 20), 'no list is known, and the page has no more time');
  await delay(1_000);
  const { rows } = await walk(world, 20);
  assert.deepEqual(
    rows,
    rowsOf(world, () => true),
  );
});

test('two sources that hang are waited for together', async () => {
  await using world = await startWorld({ jobs: 12, backends: THREE }, { settings: SETTINGS });
  const vain = ['dc1', 'backups'].map((id) => hang(world, id, { kind: 'hang' }));
  const { rows, owing } = await walk(world, 10);
  assert.deepEqual(
    rows,
    rowsOf(world, (id) => id !== 'dc1' && id !== 'backups'),
  );
  assert.deepEqual(owing, ['dc1', 'backups']);
  assert(Math.max(...vain.map(({ most }) => most())) <= FEW);
});

test('one slow answer costs a healthy source nothing afterwards', async () => {
  await using world = await startWorld({ jobs: 12, backends: THREE }, { settings: SETTINGS });
  let left = 1;
  world.vendor('search').fault = ({ path }) =>
    path.includes('/logs/records') && left-- > 0 ? { kind: 'delay', ms: 60_000 } : null;
  const { rows, owing } = await walk(world, 10);
  assert.equal(left < 1, true);
  assert.deepEqual(rows.toSorted(), rowsOf(world, () => true).toSorted());
  assert.deepEqual(owing, []);
});

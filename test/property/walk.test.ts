import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createCursorCodec } from '../../src/connection/cursor/cursor-codec.ts';
import { createCursorSigner } from '../../src/connection/cursor/cursor-signer.ts';
import type { WalkState } from '../../src/connection/cursor/walk-state.ts';
import type { JobPage } from '../../src/connection/page/job-page.ts';
import { AllSourcesFailed, readJobPage } from '../../src/connection/page/read-job-page.ts';
import { createJobSource } from '../../src/datasource/source/create-job-source.ts';
import type { JobSource } from '../../src/datasource/source/job-source.ts';
import { NO_HINT } from '../../src/datasource/stream/hint.ts';
import { sortKeyOf } from '../../src/datasource/stream/to-job.ts';
import type { Job } from '../../src/model/job.ts';
import type { JobFilter, JobOrder } from '../../src/model/job-filter.ts';
import { directionOf, keyComparator, type SortKey } from '../../src/model/sort-key.ts';
import { RequestScope } from '../../src/scope/request-scope.ts';
import {
  type ModelRow,
  type ModelVendor,
  modelDefinition,
  modelTransport,
  PAGER_KINDS,
} from './model-vendor.ts';
import { rememberingTransport } from './remembering-transport.ts';

/** How many walks are drawn; a nightly run takes more: JOBWEAVE_WALKS=100000 JOBWEAVE_SEED=random npm run test:property. */
const RUNS = Number(process.env['JOBWEAVE_WALKS'] ?? 1_000);
/** The same walks at each run, so that a change is to blame when one fails; `random` draws new ones, and prints their seed. */
const SEED = process.env['JOBWEAVE_SEED'] ?? '1';

/** Of a walk that failed, as it was printed: only that one is walked again. */
const PATH = process.env['JOBWEAVE_PATH'];

interface Change {
  readonly kind: 'insert-head' | 'insert-past' | 'delete' | 'delete-edge' | 'status';
  readonly vendor: number;
  readonly pick: number;
  readonly time: number;
}

interface Step {
  readonly size: number;
  readonly changes: readonly Change[];
  /** Changes while the page is read, between two requests. */
  readonly midway: readonly Change[];
  /** Vendors that do not answer for this page. */
  readonly down: readonly number[];
  readonly losesHints: boolean;
  /** The gateway is started anew before this page. */
  readonly restarts: boolean;
}

interface Walk {
  readonly vendors: readonly {
    readonly kind: (typeof PAGER_KINDS)[number];
    readonly origins: readonly (readonly number[])[];
    readonly isDisordered: boolean;
  }[];
  readonly steps: readonly Step[];
  readonly order: JobOrder;
  readonly isForward: boolean;
  readonly counts: boolean;
  /** Answers are kept, and given again to whoever does not ask for newer ones. */
  readonly remembers: boolean;
  readonly maxPageSize: number;
  readonly filter: JobFilter;
  readonly seed: number;
}

/** Few instants, so that ties are common. */
const instant = fc.integer({ min: 0, max: 60 });

/** Short lists shrink well; long ones make the reader seek; of two instants, each fills more than a page. */
const times = fc.oneof(
  { weight: 4, arbitrary: fc.array(instant, { maxLength: 40 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 20, max: 21 }), { minLength: 30, maxLength: 90 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 100, maxLength: 300 }) },
);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('insert-head', 'insert-past', 'delete', 'delete-edge', 'status'),
  vendor: fc.nat({ max: 4 }),
  pick: fc.nat({ max: 1_000 }),
  time: instant,
});

const step: fc.Arbitrary<Step> = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 40 })),
  changes: fc.array(change, { maxLength: 4 }),
  midway: fc.array(change, { maxLength: 2 }),
  down: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.nat({ max: 4 }), { maxLength: 2 }) },
  ),
  restarts: fc.boolean(),
  losesHints: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const walk: fc.Arbitrary<Walk> = fc.record({
  vendors: fc.array(
    fc.record({
      kind: fc.constantFrom(...PAGER_KINDS),
      origins: fc.array(times, { minLength: 1, maxLength: 3 }),
      isDisordered: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  order: fc.constantFrom('CREATED_AT_DESC', 'CREATED_AT_ASC'),
  isForward: fc.boolean(),
  counts: fc.boolean(),
  remembers: fc.boolean(),
  maxPageSize: fc.constantFrom(100, 100, 25, 60),
  filter: fc.constantFrom<JobFilter>(
    {},
    {},
    { statuses: ['FAILED'] },
    { createdAfter: 1_020 },
    { createdBefore: 1_040 },
    { createdAfter: 1_010, createdBefore: 1_050 },
  ),
  seed: fc.nat(),
});

test('a walk gives every row that was there throughout exactly once, and others at most once', async () => {
  await fc.assert(fc.asyncProperty(walk, check), {
    numRuns: RUNS,
    // Shrinking walks of thousands of rows takes minutes; the path that is printed walks the same one again.
    endOnFailure: process.env['JOBWEAVE_SHRINK'] !== '1',
    ...(SEED === 'random' ? {} : { seed: Number(SEED) }),
    ...(PATH === undefined ? {} : { path: PATH }),
  });
});

/** Model time starts here, so that a row can be older than all that were there. */
const EPOCH = 1_000;

async function check(walk: Walk): Promise<void> {
  const drawn = walk.vendors.some((vendor) => vendor.isDisordered) ? withinReason(walk) : walk;
  const world = createWorld(drawn);
  const given = await walkAll(drawn, world);
  const ids = given.map(({ job }) => idOf(job));
  assert.equal(new Set(ids).size, ids.length, `repeated: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  const missing = world.steadyIds().filter((id) => !ids.includes(id));
  assert.deepEqual(missing, [], 'lost');
  assertOrder(drawn, given);
}

/**
 * What cannot be promised of a list that is out of order: a search by time steps over rows that stand in the wrong place, and
 * without its index a cursor does not tell which rows had been given out before the disorder was noticed.
 */
const withinReason = (walk: Walk): Walk => ({
  ...walk,
  steps: walk.steps.map((step) => ({ ...step, losesHints: false })),
  filter: walk.filter.statuses === undefined ? {} : { statuses: walk.filter.statuses },
});

const idOf = (job: Job): string => `${job.sourceId}/${job.nativeId}`;

interface Given {
  readonly job: Job;
  readonly isLate: boolean;
}

/** In the order in which a client saw them, walking. */
function assertOrder(drawn: Walk, given: readonly Given[]): void {
  const direction = directionOf(drawn.order);
  const compare = keyComparator(direction);
  let last: SortKey | null = null;
  for (const { job, isLate } of given) {
    const key = sortKeyOf(job);
    const sign = drawn.isForward ? 1 : -1;
    if (isLate) continue;
    if (last !== null)
      assert.ok(sign * compare(last, key) < 0, `out of order: ${JSON.stringify([last, key])}`);
    last = key;
  }
}

interface World {
  readonly vendors: readonly ModelVendor[];
  readonly apply: (change: Change, edge: string | null) => void;
  /** Rows that were there from the start to the end, unchanged as far as the filter sees. */
  readonly steadyIds: () => string[];
  readonly random: () => number;
  midway: Change[];
  edge: string | null;
}

function createWorld(drawn: Walk): World {
  let state = drawn.seed || 1;
  const random = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  let count = 0;
  const newRow = (time: number): ModelRow => {
    count += 1;
    return {
      id: `${Math.floor(random() * 1e6).toString(36)}-${count}`,
      time: EPOCH + time,
      status: random() < 0.3 ? 'FAILED' : 'SUCCEEDED',
    };
  };
  const vendors = drawn.vendors.map(
    ({ kind, origins, isDisordered }, i): ModelVendor => ({
      id: `s${i}`,
      kind,
      origins: new Map(origins.map((times, o) => [`o${o}`, times.map(newRow)])),
      isDown: false,
      /** Only a list that stands still can be told apart from itself without any order. */
      isDisordered: isDisordered && (kind === 'offset' || kind === 'start'),
      requests: 0,
      rowsSent: 0,
    }),
  );
  const steady = new Set(
    vendors.flatMap((vendor) =>
      [...vendor.origins.values()]
        .flat()
        .filter((row) => isWanted(row, drawn.filter))
        .map((row) => `${vendor.id}/${row.id}`),
    ),
  );
  const apply = ({ kind, vendor: at, pick, time }: Change, edge: string | null): void => {
    const vendor = vendors[at % vendors.length];
    const lists = [...(vendor?.origins.values() ?? [])];
    const list = lists[pick % lists.length];
    if (vendor === undefined || list === undefined || vendor.isDisordered) return;
    if (kind === 'insert-head') list.push(newRow(3_100 + count));
    if (kind === 'insert-past') list.push(newRow(time));
    const index =
      kind === 'delete-edge'
        ? list.findIndex((row) => `${vendor.id}/${row.id}` === edge)
        : pick % Math.max(1, list.length);
    const row = list[index];
    if (row === undefined || kind.startsWith('insert')) return;
    if (kind !== 'status' || drawn.filter.statuses !== undefined) steady.delete(`${vendor.id}/${row.id}`);
    if (kind === 'status') list[index] = { ...row, status: row.status === 'FAILED' ? 'SUCCEEDED' : 'FAILED' };
    else list.splice(index, 1);
  };
  return { vendors, apply, steadyIds: () => [...steady], random, midway: [], edge: null };
}

const isWanted = (row: ModelRow, filter: JobFilter): boolean =>
  (filter.statuses === undefined || filter.statuses.includes(row.status)) &&
  row.time >= (filter.createdAfter ?? Number.NEGATIVE_INFINITY) &&
  row.time < (filter.createdBefore ?? Number.POSITIVE_INFINITY);

/** What a cursor that has grown too long leaves out. */
const withoutHints = (state: WalkState): WalkState => ({
  ...state,
  hints: new Map([...state.hints].map(([mark, { slack, whole }]) => [mark, { ...NO_HINT, slack, whole }])),
});

const MOST_PAGES = 2_000;

async function walkAll(drawn: Walk, world: World): Promise<Given[]> {
  const codec = createCursorCodec(
    createCursorSigner('a key for tests, long enough'),
    drawn.order,
    drawn.filter,
  );
  const options = {
    random: world.random,
    counts: drawn.counts,
    maxPageSize: drawn.maxPageSize,
    beforeAnswer: () => {
      const midway = world.midway.shift();
      if (midway !== undefined) world.apply(midway, world.edge);
    },
  };
  const transports = world.vendors.map((vendor) => {
    const transport = modelTransport(vendor, options);
    return drawn.remembers ? rememberingTransport(transport, world.random) : transport;
  });
  const open = (): JobSource[] =>
    world.vendors.map((vendor, i) =>
      createJobSource({
        id: vendor.id,
        definition: modelDefinition(vendor, options),
        transport: transports[i] ?? assert.fail(),
        deadlineMs: 5_000,
        discoveryMs: 0,
        shareMs: 0,
        wholeRows: 10_000,
        health: () => ({ state: 'UNKNOWN', lastError: null, lastCheckedAt: null, failingSince: null }),
      }),
    );
  let sources = open();
  const given: Given[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const step: Step = drawn.steps[page] ?? {
      size: 20,
      changes: [],
      midway: [],
      down: [],
      losesHints: false,
      restarts: false,
    };
    if (step.restarts) sources = open();
    for (const vendor of world.vendors) vendor.requests = 0;
    for (const vendor of world.vendors)
      vendor.isDown = step.down.some((at) => world.vendors[at % world.vendors.length] === vendor);
    world.midway = [...step.midway];
    const state: WalkState | null = cursor === null ? null : codec.decode(cursor, 'after');
    const from: WalkState | null = state !== null && step.losesHints ? withoutHints(state) : state;
    const result: JobPage | null = await readJobPage({
      sources,
      filter: drawn.filter,
      order: drawn.order,
      size: step.size,
      isForward: drawn.isForward,
      after: drawn.isForward ? from : null,
      before: drawn.isForward ? null : from,
      codec,
      counts: false,
      limits: { perRequest: 60, perSource: 30 },
      scope: new RequestScope({ signal: new AbortController().signal }),
    }).catch((error: unknown) => {
      if (error instanceof AllSourcesFailed) return null;
      throw error;
    });
    for (const one of step.changes) world.apply(one, world.edge);
    if (result === null) continue;
    const edges = drawn.isForward ? result.edges : result.edges.toReversed();
    given.push(...edges.map(({ job, isLate }) => ({ job, isLate })));
    const last = edges.at(-1);
    world.edge = last === undefined ? world.edge : idOf(last.job);
    cursor = (await (drawn.isForward ? result.endCursor() : result.startCursor())) ?? cursor;
    const goesOn: boolean = drawn.isForward ? result.hasNextPage : result.hasPreviousPage;
    assert.ok(!goesOn || edges.length > 0, 'an empty page has a next one');
    if (!goesOn && !result.reports().some(({ owesRows }) => owesRows)) return given;
  }
  throw new assert.AssertionError({ message: 'the walk does not end' });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { cellsOf, codeOf, type FaultCell, SOURCE_IDS, type SourceId } from '../../support/fault-cells.ts';
import { faultPlan } from '../../support/fault-plan.ts';
import { startWorld, type World } from '../../support/start-world.ts';

interface Report {
  readonly source: { readonly id: string };
  readonly state: string;
  readonly error: { readonly code: string; readonly retryAfterMs: number | null } | null;
}

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string; readonly source: { readonly id: string } }[];
    readonly sources: readonly Report[];
  };
}

const JOBS = `{ jobs(first: 100) {
  nodes { nativeId source { id } }
  sources { source { id } state error { code retryAfterMs } }
} }`;

/** The promise is 100 ms. All cells share two busy cores with one another, which says nothing of the gateway. */
const MARGIN_MS = 3_000;
/** Where the fault is an answer it is waited for, lest a busy machine make it a time-out; so are the other sources. */
const PATIENT = { timeoutMs: 6_000, deadlineMs: 8_000 };
const SHORT = { timeoutMs: 1_000, deadlineMs: 2_000 };
/** Of the one that is ill. */
const limitsOf = ({ code, settings }: FaultCell) => ({
  maxBodyBytes: 500_000,
  ...(code === 'UPSTREAM_TIMEOUT' ? SHORT : PATIENT),
  ...settings,
});

const unheard: unknown[] = [];
const hear = (reason: unknown): void => {
  unheard.push(reason);
};
before(() => process.on('unhandledRejection', hear));
after(() => {
  process.off('unhandledRejection', hear);
  assert.deepEqual(unheard, []);
});

/** A gateway that has met nobody yet, in front of the world with one vendor ill. */
async function ask(world: World, ill: SourceId, cell: FaultCell) {
  const { endpoint = (url: string) => url } = cell;
  const sources = world.sources.map((source) => {
    if (source.id !== ill) return source;
    const address = { endpoint: endpoint(world.vendor(ill).url) };
    return { ...source, settings: { ...source.settings, ...limitsOf(cell), ...address } };
  });
  world.vendor(ill).fault = faultPlan(cell);
  await using gateway = createTestGateway(sources, { settings: { retries: 0 } });
  const startedAt = performance.now();
  const answer = await gateway.query<Answer>(JOBS);
  const tookMs = performance.now() - startedAt;
  return { ...answer, tookMs, log: [...gateway.log] };
}

async function check(world: World, ill: SourceId, cell: FaultCell): Promise<void> {
  const { data, errors, status: httpStatus, tookMs, log } = await ask(world, ill, cell);
  const code = codeOf(cell, ill);
  const isWell = code === null;
  assert.equal(httpStatus, 200);
  assert.deepEqual(
    data.jobs.nodes.map(({ source, nativeId }) => [source.id, nativeId]),
    world
      .expected()
      .filter(({ sourceId }) => isWell || sourceId !== ill)
      .map(({ sourceId, nativeId }) => [sourceId, nativeId]),
  );
  assert.deepEqual(
    data.jobs.sources.map(({ source, state, error }) => [source.id, state, error?.code ?? null]),
    SOURCE_IDS.map((id) => (id === ill && !isWell ? [id, cell.state ?? 'FAILED', code] : [id, 'OK', null])),
  );
  if (cell.retryAfterMs !== undefined) {
    const report = data.jobs.sources.find(({ source }) => source.id === ill);
    assert.equal(report?.error?.retryAfterMs, cell.retryAfterMs(ill));
  }
  assert.deepEqual(
    errors.map(({ path, extensions }) => [path, extensions['code'], extensions['source']]),
    isWell ? [] : [[['jobs'], code, ill]],
  );
  assert.doesNotMatch(JSON.stringify([errors, data.jobs.sources]), /127\.0\.0\.1/);
  assert.deepEqual(log, []);
  const most = Number(limitsOf(cell).deadlineMs) + MARGIN_MS;
  assert(tookMs < most, `took ${tookMs} ms`);
}

/** One world for each ill vendor, side by side; the cells of one world come one after the other, since they share its vendor. */
describe('one vendor is ill, and the rows of the others come in time', { concurrency: true }, () => {
  for (const ill of SOURCE_IDS)
    describe(ill, { concurrency: 1 }, () => {
      let world: World;
      before(async () => {
        world = await startWorld({ jobs: 8, origins: 1, seed: 11 });
        // The first answer of a process is its slowest.
        await world.query(JOBS);
      });
      after(() => world[Symbol.asyncDispose]());
      for (const [name, cell] of cellsOf(ill)) test(name, () => check(world, ill, cell));
    });
});

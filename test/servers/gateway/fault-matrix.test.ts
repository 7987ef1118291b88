import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SimulatedFault } from '../../../src/simulator/kit/simulator.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
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

const IDS = ['dc1', 'apps', 'search', 'backups', 'deploys'] as const;
type Id = (typeof IDS)[number];

const DEADLINE_MS = 2_000;
/** The promise is 100 ms. All cells share two busy cores with one another, which says nothing of the gateway. */
const MARGIN_MS = 3_000;
/** Of the one that is ill; the others are given time, lest a busy machine make them ill too. */
const ILL = { timeoutMs: 1_000, deadlineMs: DEADLINE_MS, maxBodyBytes: 500_000 };

interface Cell {
  readonly fault?: SimulatedFault;
  /** Only the first request goes wrong. */
  readonly once?: boolean;
  readonly endpoint?: (url: string) => string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `null`: nobody notices. */
  readonly code: string | null | ((id: Id) => string | null);
  readonly state?: string;
  readonly retryAfterMs?: (id: Id) => number | null;
  readonly only?: Id;
}

const status = (code: number, body = '', headers: Record<string, string> = {}): SimulatedFault => ({
  kind: 'status',
  status: code,
  body,
  headers,
});
const JSON_TYPE = { 'content-type': 'application/json' };
const SESSION_EXPIRED = status(
  503,
  '{"error":{"code":"ID.1001","description":"Session expired","details":"Session expired"}}',
  JSON_TYPE,
);
const THROTTLED = status(
  429,
  '{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second"}',
  JSON_TYPE,
);

/** A signature cannot be renewed as a token can: the first refusal is the last. */
const renewed = (id: Id): string | null => (id === 'backups' ? 'UPSTREAM_AUTH_FAILED' : null);

const CELLS: Readonly<Record<string, Cell>> = {
  refused: { endpoint: () => 'http://127.0.0.1:1', code: 'UPSTREAM_UNAVAILABLE' },
  'TLS failure': { endpoint: (url) => url.replace('http:', 'https:'), code: 'UPSTREAM_UNAVAILABLE' },
  'reset at once': { fault: { kind: 'reset' }, code: 'UPSTREAM_UNAVAILABLE' },
  'reset in the body': { fault: { kind: 'reset-in-body' }, code: 'UPSTREAM_UNAVAILABLE' },
  'hang before headers': { fault: { kind: 'hang' }, code: 'UPSTREAM_TIMEOUT' },
  'hang in the body': { fault: { kind: 'hang-in-body' }, code: 'UPSTREAM_TIMEOUT' },
  'slow drip': { fault: { kind: 'drip', msPerByte: 100 }, code: 'UPSTREAM_TIMEOUT' },
  'slow drip past the deadline': {
    fault: { kind: 'drip', msPerByte: 100 },
    settings: { timeoutMs: 60_000, deadlineMs: 1_000 },
    code: 'UPSTREAM_LATE',
    state: 'LATE',
  },
  '500': { fault: status(500, 'oops'), code: 'UPSTREAM_UNAVAILABLE' },
  '503 text': { fault: status(503, 'Service Unavailable'), code: 'UPSTREAM_UNAVAILABLE' },
  '503 with session expired for ever': { fault: SESSION_EXPIRED, code: 'UPSTREAM_AUTH_FAILED', only: 'dc1' },
  '503 with session expired once': { fault: SESSION_EXPIRED, once: true, code: null, only: 'dc1' },
  '429 with a window': {
    fault: THROTTLED,
    code: 'UPSTREAM_RATE_LIMITED',
    // The node has no such envelope: its status alone tells.
    retryAfterMs: (id) => (id === 'dc1' ? null : 1_000),
  },
  '429 with Retry-After': {
    fault: status(429, '', { 'retry-after': '86400' }),
    code: 'UPSTREAM_RATE_LIMITED',
    retryAfterMs: () => 86_400_000,
  },
  '429 without a window': {
    fault: status(429),
    code: 'UPSTREAM_RATE_LIMITED',
    retryAfterMs: () => null,
  },
  '401 for ever': { fault: status(401), code: 'UPSTREAM_AUTH_FAILED' },
  '401 once': { fault: status(401), once: true, code: renewed },
  '403': { fault: status(403), code: 'UPSTREAM_FORBIDDEN' },
  'truncated JSON': { fault: { kind: 'truncate' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'wrong shape': { fault: { kind: 'list' }, code: 'UPSTREAM_BAD_RESPONSE' },
  HTML: { fault: { kind: 'html' }, code: 'UPSTREAM_BAD_RESPONSE' },
  empty: { fault: { kind: 'empty' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'a body over the limit': { fault: { kind: 'huge', bytes: 2_000_000 }, code: 'UPSTREAM_BAD_RESPONSE' },
  'bad gzip': { fault: { kind: 'bad-gzip' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'endless redirect': { fault: { kind: 'redirect-loop' }, code: 'UPSTREAM_BAD_RESPONSE' },
};

const unheard: unknown[] = [];
const hear = (reason: unknown): void => {
  unheard.push(reason);
};
before(() => process.on('unhandledRejection', hear));
after(() => {
  process.off('unhandledRejection', hear);
  assert.deepEqual(unheard, []);
});

/** Signing in has tests of its own. */
function breakVendor(world: World, ill: Id, { fault, once = false }: Cell): void {
  let left = once ? 1 : Number.POSITIVE_INFINITY;
  world.vendor(ill).fault = ({ path }) => {
    if (fault === undefined || path.endsWith('/login') || left === 0) return null;
    left -= 1;
    return fault;
  };
}

/** A gateway that has met nobody yet, in front of the world with one vendor ill. */
async function ask(world: World, ill: Id, cell: Cell) {
  const { endpoint = (url: string) => url } = cell;
  const sources = world.sources.map((source) => {
    if (source.id !== ill) return source;
    const address = { endpoint: endpoint(world.vendor(ill).url) };
    return { ...source, settings: { ...source.settings, ...ILL, ...address, ...cell.settings } };
  });
  breakVendor(world, ill, cell);
  await using gateway = createTestGateway(sources, { settings: { retries: 0 } });
  const startedAt = performance.now();
  const answer = await gateway.query<Answer>(JOBS);
  const tookMs = performance.now() - startedAt;
  return { ...answer, tookMs, log: [...gateway.log] };
}

async function check(world: World, ill: Id, cell: Cell): Promise<void> {
  const { data, errors, status: httpStatus, tookMs, log } = await ask(world, ill, cell);
  const code = typeof cell.code === 'function' ? cell.code(ill) : cell.code;
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
    IDS.map((id) => (id === ill && !isWell ? [id, cell.state ?? 'FAILED', code] : [id, 'OK', null])),
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
  const most = Number(cell.settings?.['deadlineMs'] ?? DEADLINE_MS) + MARGIN_MS;
  assert(tookMs < most, `took ${tookMs} ms`);
}

/** One world for each ill vendor, side by side; the cells of one world come one after the other, since they share its vendor. */
describe('one vendor is ill, and the rows of the others come in time', { concurrency: true }, () => {
  for (const ill of IDS)
    describe(ill, { concurrency: 1 }, () => {
      let world: World;
      before(async () => {
        world = await startWorld({ jobs: 8, origins: 1, seed: 11 });
        // The first answer of a process is its slowest.
        await world.query(JOBS);
      });
      after(() => world[Symbol.asyncDispose]());
      for (const [name, cell] of Object.entries(CELLS))
        if (cell.only === undefined || cell.only === ill) test(name, () => check(world, ill, cell));
    });
});

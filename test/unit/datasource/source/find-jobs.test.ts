import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BackendDefinition,
  FetchedJobs,
  PagedJobs,
} from '../../../../src/datasource/contract/backend-definition.ts';
import type { GoodReply, Query, Transport } from '../../../../src/datasource/contract/transport.ts';
import { findJobs } from '../../../../src/datasource/source/find-jobs.ts';
import type { StreamEngine } from '../../../../src/datasource/stream/list-memory.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fetchedRow } from '../fetched/fetched-row.ts';
import { jobAt } from '../list-vendor.ts';
import { listEngine, SPEC } from '../stream/list-engine.ts';

/** Gives again what it has given, to whom that is new enough. */
function keeping(transport: Transport): Transport {
  const kept = new Map<string, GoodReply>();
  return {
    ...transport,
    send: async (request, scope) => {
      const question = JSON.stringify([request.path, request.query]);
      const old = kept.get(question);
      if (old !== undefined && old.asked >= (request.since ?? 0)) return old;
      const reply = await transport.send(request, scope);
      const own = { ...reply, body: structuredClone(reply.body) };
      kept.set(question, own);
      return own;
    },
  };
}

const rowOf = (id: string) => fetchedRow({ nativeId: id, createdAt: jobAt(id).key.time }).row;

const ALL: Query = [
  ['offset', '0'],
  ['limit', '100'],
];

const FETCHED: FetchedJobs = {
  kind: 'fetched',
  settled: [],
  fetch: async (_, read) => {
    const ids = await read.get({ path: '/rows', query: ALL }, idsIn);
    return ids.map((id) => ({ raw: id, row: rowOf(id) }));
  },
};

const idsIn = (body: unknown): string[] =>
  typeof body === 'object' && body !== null && 'rows' in body && Array.isArray(body.rows)
    ? body.rows.map(String)
    : [];

/** The model vendor gives its first rows, whichever are asked for. */
const byIds: PagedJobs['byIds'] = { max: 10, query: () => [['q', 'ids']] };

const byId: PagedJobs['byId'] = () => ({
  path: '/row',
  query: ALL,
  envelope: { rows: 'rows', total: 'total' },
  read: (raw) => rowOf(String(raw)),
});

const WAYS: Readonly<Record<string, { jobs?: Partial<PagedJobs>; fetched?: FetchedJobs }>> = {
  'by their place': {},
  'in one request by their ids': { jobs: { byIds } },
  'at a path of their own': { jobs: { byId } },
  'in a list that is fetched in one go': { fetched: FETCHED },
};

/** A source whose vendor has these rows, and what finds some of them in it. */
function sourceOf(ids: readonly string[], { jobs = {}, fetched }: (typeof WAYS)[string]) {
  const { engine: bare } = listEngine(ids, { jobs });
  const definition: BackendDefinition = {
    ...bare.definition,
    findsJobBy: 'origin-and-time',
    jobs: fetched ?? bare.definition.jobs,
  };
  const engine: StreamEngine = { ...bare, definition, transport: keeping(bare.transport) };
  const specs = { of: () => SPEC, isKnown: () => true, discover: async () => undefined };
  return async (wanted: readonly string[]) => {
    const keys = wanted.map((id) => ({
      sourceId: 's',
      originId: 'o',
      nativeId: id,
      createdAt: jobAt(id).key.time,
    }));
    const found = await findJobs(engine, keys, specs, sourceScope());
    return found.map((one) => (one !== null && 'nativeId' in one ? one.nativeId : one));
  };
}

for (const [way, options] of Object.entries(WAYS))
  test(`a job that has come after an answer that is kept is found ${way}`, async () => {
    const ids = ['c3', 'b2', 'a1'];
    const find = sourceOf(ids, options);
    assert.deepEqual(await find(['d4']), [null]);
    ids.unshift('d4');
    assert.deepEqual(await find(['d4']), ['d4']);
  });

test('of several jobs that cost a request each, what the newest page has is read anew too', async () => {
  const ids = ['c3', 'b2', 'a1'];
  const find = sourceOf(ids, { jobs: { byId } });
  const wanted = ['d4', 'c3', 'b2', 'a1'];
  assert.deepEqual(await find(wanted), [null, 'c3', 'b2', 'a1']);
  ids.unshift('d4');
  assert.deepEqual(await find(wanted), wanted);
});

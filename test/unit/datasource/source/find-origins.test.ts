import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BackendDefinition,
  OriginFields,
} from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import { askApart, createOriginFinder } from '../../../../src/datasource/source/find-origins.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { createDefects } from '../../../../src/scope/defects.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeTransport } from '../fake-transport.ts';
import { listEngine } from '../stream/list-engine.ts';

const scope = sourceScope();
const OURS: OriginFields = { nativeId: 'a', name: 'Ours' };
const THEIRS: OriginFields = { nativeId: 'b', name: 'Theirs', kind: 'policy' };

/** What the vendor lists, and the streams of the source, one of which belongs to nothing. */
function finderOf(fields: Partial<BackendDefinition> = {}) {
  const transport = fakeTransport(() => ({ rows: [OURS, THEIRS], total: 2 }));
  const definition = { ...listEngine([]).engine.definition, ...fields };
  const streams = [
    { key: '1', origin: OURS },
    { key: '2', origin: OURS },
    { key: '3', origin: null },
  ];
  const finder = createOriginFinder({
    sourceId: 's',
    definition,
    readsOf: () => transport,
    streamsOf: async () => streams,
  });
  return { finder, sent: transport.sent };
}

const listing = {
  path: '/origins',
  envelope: { rows: 'rows', total: 'total' },
  pager: offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 }),
  read: (raw: unknown): OriginFields => (JSON.stringify(raw) === JSON.stringify(OURS) ? OURS : THEIRS),
};

const origin = (nativeId: string, name: string, kind = 'origin') => ({ sourceId: 's', kind, nativeId, name });

test('origins are what the streams belong to, each once', async () => {
  const { finder, sent } = finderOf();
  assert.deepEqual(await finder.list(scope), [origin('a', 'Ours')]);
  assert.equal(sent.length, 0);
});

test('where the vendor lists them they are asked for, and may be of a kind of their own', async () => {
  const { finder } = finderOf({ origins: listing });
  assert.deepEqual(await finder.list(scope), [origin('a', 'Ours'), origin('b', 'Theirs', 'policy')]);
});

test('found by their ids, in the order of these; of one that nobody knows there is none', async () => {
  const { finder } = finderOf({ origins: listing });
  assert.deepEqual(await finder.find(['b', 'x', 'a'], scope), [
    origin('b', 'Theirs', 'policy'),
    null,
    origin('a', 'Ours'),
  ]);
});

test('one beyond the configured origins is not even asked for', async () => {
  const { finder, sent } = finderOf({ origins: listing, onlyOrigins: ['a'] });
  assert.deepEqual(await finder.find(['b'], scope), [null]);
  assert.equal(sent.length, 0);
});

test('names are looked up in bulk where that is declared, else among the origins', async () => {
  const names = { trigger: { max: 10, listing: () => ({ ...listing, path: '/triggers' }) } };
  const { finder, sent } = finderOf({ names });
  assert.deepEqual(await finder.names('trigger', ['b', 'x'], scope), ['Theirs', null]);
  assert.equal(sent[0]?.path, '/triggers');
  assert.deepEqual(await finder.names('origin', ['a', 'x'], scope), ['Ours', null]);
});

const defects = createDefects('s');
const KEYS = ['a', 'b', 'c', 'd', 'e'];

/** Gives each key in capitals; records what was asked. */
function asking(bad: (key: string) => unknown) {
  const asked: string[] = [];
  const ask = async (keys: readonly string[]): Promise<string[]> => {
    asked.push(keys.join(''));
    for (const key of keys) if (bad(key) !== null) throw bad(key);
    return keys.map((key) => key.toUpperCase());
  };
  return { ask, asked };
}

test('all are asked for at once', async () => {
  const { ask, asked } = asking(() => null);
  assert.deepEqual(await askApart(KEYS, ask, defects), ['A', 'B', 'C', 'D', 'E']);
  assert.deepEqual(asked, ['abcde']);
});

test('a key that cannot be asked for costs no other', async () => {
  const { ask } = asking((key) => (key === 'b' ? new URIError('malformed') : null));
  const answers = await askApart(KEYS, ask, defects);
  assert.deepEqual(
    answers.map((answer) => (answer instanceof SourceError ? answer.code : answer)),
    ['A', 'INTERNAL_SERVER_ERROR', 'C', 'D', 'E'],
  );
});

test('where the vendor fails, nothing is asked again', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
  const { ask, asked } = asking(() => failure);
  assert.deepEqual(
    await askApart(KEYS, ask, defects),
    KEYS.map(() => failure),
  );
  assert.deepEqual(asked, ['abcde']);
});

for (const code of ['UPSTREAM_REJECTED', 'UPSTREAM_BAD_RESPONSE', 'NOT_FOUND'] as const) {
  test(`${code} may be about one key, and costs no other`, async () => {
    const failure = new SourceError({ code, message: 'no' });
    const { ask, asked } = asking((key) => (key === 'd' ? failure : null));
    assert.deepEqual(await askApart(KEYS, ask, defects), ['A', 'B', 'C', failure, 'E']);
    assert.deepEqual(asked, ['abcde', 'abc', 'de', 'd', 'e']);
  });
}

test('one good key is found among fifteen that are refused', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_REJECTED', message: 'no' });
  const keys = Array.from({ length: 16 }, (_, i) => `k${i}`);
  const { ask } = asking((key) => (key === 'k11' ? null : failure));
  assert.deepEqual(
    await askApart(keys, ask, defects),
    keys.map((key) => (key === 'k11' ? 'K11' : failure)),
  );
});

test('a vendor that takes nothing is not asked for every key', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: 'garbage' });
  const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
  const { ask, asked } = asking(() => failure);
  assert.deepEqual(
    await askApart(keys, ask, defects),
    keys.map(() => failure),
  );
  assert.equal(asked.length, 1 + 2 + 4 + 8 + 16);
});

test('of nothing, nothing is asked', async () => {
  const { ask, asked } = asking(() => null);
  assert.deepEqual([await askApart([], ask, defects), asked], [[], ['']]);
});

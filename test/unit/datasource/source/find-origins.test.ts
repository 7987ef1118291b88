import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BackendDefinition,
  OriginFields,
} from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import { createOriginFinder } from '../../../../src/datasource/source/find-origins.ts';
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
  const finder = createOriginFinder({ sourceId: 's', definition, transport, streamsOf: async () => streams });
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

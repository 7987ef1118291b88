import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorSigner } from '../../../src/connection/cursor/cursor-codec.ts';
import type { PageInfo } from '../../../src/connection/page/job-page.ts';
import { listCursor, listPage, readListCursor } from '../../../src/resolvers/list-page.ts';

const signer = createCursorSigner('a key for tests only');
const LIST = 'tasks/1';

const page = (items: readonly string[], from: number, size: number, isAll = true) =>
  listPage({ items, isAll, from, size, signer, list: LIST, idOf: (item) => item });

/** As the executor asks for them. */
const cursorsOf = ({ startCursor, endCursor }: PageInfo) =>
  [startCursor, endCursor].map((cursor) => (typeof cursor === 'function' ? cursor() : cursor));

const placeOf = (cursor: string | null) => readListCursor(signer, LIST, cursor ?? '');

test('a page is cut out, each item with a cursor at its place', () => {
  const { nodes, edges, pageInfo } = page(['a', 'b', 'c', 'd'], 1, 2);
  assert.deepEqual(nodes, ['b', 'c']);
  assert.deepEqual(
    edges.map(({ node, cursor }) => ({ node, ...placeOf(cursor) })),
    [
      { node: 'b', index: 1, id: 'b' },
      { node: 'c', index: 2, id: 'c' },
    ],
  );
  assert.deepEqual(cursorsOf(pageInfo), [edges[0]?.cursor, edges[1]?.cursor]);
});

test('whether more comes, before and after', () => {
  const cases = [
    [0, 2, true, false, true],
    [0, 3, true, false, false],
    [0, 9, true, false, false],
    [0, 3, false, false, true],
    [1, 1, true, true, true],
    [1, 2, true, true, false],
    [3, 2, true, true, false],
    [0, 0, true, false, true],
  ] as const;
  for (const [from, size, isAll, before, after] of cases) {
    const { hasPreviousPage, hasNextPage } = page(['a', 'b', 'c'], from, size, isAll).pageInfo;
    assert.deepEqual([hasPreviousPage, hasNextPage], [before, after], `${from}, ${size}, ${isAll}`);
  }
});

test('an empty page has no cursors', () => {
  const { edges, pageInfo } = page([], 0, 5);
  assert.deepEqual([edges, cursorsOf(pageInfo)], [[], [null, null]]);
});

test('a cursor is good for its own list only, and to the last bit', () => {
  const cursor = listCursor(signer, LIST, { index: 3, id: 'd' });
  assert.deepEqual(placeOf(cursor), { index: 3, id: 'd' });
  const invalid = { code: 'CURSOR_INVALID', message: /`after`/ };
  assert.throws(() => readListCursor(signer, 'tasks/2', cursor), invalid);
  assert.throws(() => readListCursor(createCursorSigner('another key'), LIST, cursor), invalid);
  for (const bad of ['', 'rubbish', cursor.slice(1), cursor.slice(0, -1), `${cursor}A`])
    assert.throws(() => placeOf(bad), invalid, bad);
  for (const foreign of ['{', '{}', '[]', '["list"]', '["list","tasks/1","3","d"]', '["list","tasks/1",3,4]'])
    assert.throws(() => placeOf(signer.sign(Buffer.from(foreign))), invalid, foreign);
});

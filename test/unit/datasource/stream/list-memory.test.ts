import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisorderError } from '../../../../src/datasource/paging/row-order.ts';
import { createReadability, OrderBook, SearchMemory } from '../../../../src/datasource/stream/list-memory.ts';
import { sourceError } from '../../upstream/support.ts';

const WELL = { state: 'HEALTHY', lastError: null, lastCheckedAt: 1, failingSince: null } as const;

test('a vendor that answers, but not what was asked for, is not well until it can be read again', () => {
  const readability = createReadability();
  const fault = sourceError('UPSTREAM_BAD_RESPONSE');
  assert.deepEqual(readability.over(WELL), WELL);
  readability.hasFailed(fault);
  assert.deepEqual(readability.over(WELL), {
    state: 'DEGRADED',
    lastError: fault,
    lastCheckedAt: 1,
    failingSince: null,
  });
  readability.hasRead();
  assert.deepEqual(readability.over(WELL), WELL);
});

test('what the connection tells by itself is left to it', () => {
  const readability = createReadability();
  const down = {
    state: 'DOWN',
    lastError: sourceError('UPSTREAM_UNAVAILABLE'),
    lastCheckedAt: 1,
    failingSince: null,
  } as const;
  readability.hasFailed(sourceError('UPSTREAM_UNAVAILABLE'));
  assert.deepEqual(readability.over(WELL), WELL);
  readability.hasFailed(sourceError('UPSTREAM_BAD_RESPONSE'));
  assert.equal(readability.over(down), down);
});

test('a list is in order until it proves not to be, and again after a while', () => {
  let now = 0;
  const book = new OrderBook(() => now);
  assert.equal(book.slackOf('a'), 0);
  book.learn('a', new DisorderError(30, true));
  book.learn('a', new DisorderError(20, true));
  book.learn('b', new DisorderError());
  assert.deepEqual(
    [book.slackOf('a'), book.slackOf('b'), book.slackOf('c')],
    [30, Number.POSITIVE_INFINITY, 0],
  );
  now = 5 * 60_000 + 1;
  assert.deepEqual([book.slackOf('a'), book.slackOf('b')], [0, 0]);
});

test('a whole reading shows what is worth reading further for', () => {
  const book = new OrderBook(() => 0);
  const ranks = Array.from({ length: 301 }, (_, i) => i);
  book.hasRead('cheap', ranks, 10, 100);
  book.hasRead('dear', ranks, 90, 100);
  book.hasRead('two pages long', ranks, 10, 200);
  book.learn('mended', new DisorderError());
  book.hasRead('mended', ranks, 0, 100);
  assert.deepEqual(
    ['cheap', 'dear', 'two pages long', 'mended'].map((list) => book.slackOf(list)),
    [10, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0],
  );
});

test('a search goes on where it had come to; the oldest are forgotten', () => {
  const searches = new SearchMemory();
  assert.equal(searches.of('first'), null);
  const bounds = { before: 1, after: 2, holds: 10 };
  searches.remember('first', bounds);
  assert.equal(searches.of('first'), bounds);
  for (let i = 0; i < 1_000; i++) searches.remember(`s${i}`, { ...bounds, before: i });
  assert.equal(searches.of('first'), null);
  assert.equal(searches.of('s999')?.before, 999);
});

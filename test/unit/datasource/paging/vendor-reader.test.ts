import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Listing } from '../../../../src/datasource/contract/backend-definition.ts';
import type { Note } from '../../../../src/datasource/contract/note.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import { createVendorReader } from '../../../../src/datasource/paging/vendor-reader.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { createDefects } from '../../../../src/scope/defects.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeTransport, numberIn } from '../fake-transport.ts';

const listing: Listing<number> = {
  path: '/rows',
  query: [['kind', 'all']],
  pager: offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 }),
  envelope: (body) => ({ rows: z.array(z.unknown(), 'no list').parse(body), total: null }),
  read: (raw) => z.number('no number').parse(raw),
};

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

async function listAll(answer: (offset: number, limit: number) => unknown) {
  const notes: Note[] = [];
  const transport = fakeTransport((request) =>
    answer(numberIn(request, 'offset'), numberIn(request, 'limit')),
  );
  const items = await createVendorReader(transport, sourceScope(), (note) => notes.push(note)).list(listing);
  return { items, notes, sent: transport.sent };
}

test('a listing is read to its end, also where the vendor cuts its pages shorter than asked', async () => {
  const { items, sent } = await listAll((from) => numbers(from, Math.min(from + 50, 120)));
  assert.deepEqual(items, numbers(0, 120));
  assert.deepEqual(sent[0]?.query, [
    ['kind', 'all'],
    ['offset', '0'],
    ['limit', '100'],
  ]);
});

test('nor where its pages end at fixed places, wherever they begin', async () => {
  const { items } = await listAll((from) => numbers(from, Math.min(50 * (Math.floor(from / 50) + 1), 120)));
  assert.deepEqual(items, numbers(0, 120));
});

test('a vendor that gives all whatever it is asked for is asked three times', async () => {
  const { items, sent, notes } = await listAll(() => numbers(0, 100));
  assert.deepEqual([items.length, sent.length, notes], [100, 3, []]);
});

test('where its paging does not advance, it is said that rows may be missing', async () => {
  const { items, notes } = await listAll((_, limit) => numbers(0, limit));
  assert.equal(items.length, 100);
  assert.deepEqual(
    notes.map(({ error, losesRows }) => [error.code, losesRows]),
    [['UPSTREAM_BAD_RESPONSE', true]],
  );
});

test('a list whose pages bring something new for ever fails: part of it could not be told from all', async () => {
  const answer = (from: number): number[] => {
    assert(from < 200_000, 'it is read for ever');
    return numbers(from, from + 100);
  };
  await assert.rejects(
    listAll(answer),
    (error) =>
      error instanceof SourceError &&
      error.code === 'UPSTREAM_BAD_RESPONSE' &&
      /no end after 100\d\d\d rows/.test(error.message),
  );
});

test('no row is missed where an earlier one goes between two pages', async () => {
  let requests = 0;
  const { items } = await listAll((from) => {
    requests += 1;
    const rows = requests < 4 ? numbers(10 * requests, 250) : numbers(30, 250);
    return rows.slice(from, from + 100);
  });
  assert.deepEqual(items, numbers(30, 250));
});

test('nor where so many go that the next page would begin behind the end', async () => {
  let requests = 0;
  const { items } = await listAll((from) => {
    requests += 1;
    return (requests === 1 ? numbers(0, 52) : numbers(2, 52)).slice(from, from + 51);
  });
  assert.deepEqual(items, numbers(2, 52));
});

for (const comes of [true, false])
  test(`nor where such pages are joined while a row goes${comes ? ' and another comes' : ''}`, async () => {
    for (const length of [120, 101])
      for (let gone = 1; gone < 12; gone++) {
        let requests = 0;
        const { items } = await listAll((from) => {
          requests += 1;
          const rows = numbers(0, length);
          if (requests > gone) rows.splice(0, 2);
          else if (requests === gone) rows.shift();
          if (comes && requests > gone) rows.unshift(-1, 1);
          return rows.slice(from, 50 * (Math.floor(from / 50) + 1));
        });
        const missing = numbers(2, length).filter((row) => !items.includes(row));
        assert.deepEqual(missing, [], `of ${length}, request ${gone}`);
      }
  });

test('where rows go during each reading, it is said that some may be missing', async () => {
  let requests = 0;
  const { items, notes } = await listAll((from) => numbers(10 * requests++, 250).slice(from, from + 100));
  assert.equal(items.at(-1), 249);
  assert.deepEqual(
    notes.map(({ error: { code, retryable }, losesRows }) => [code, retryable, losesRows]),
    [['UPSTREAM_BAD_RESPONSE', true, true]],
  );
});

test('a list of one row takes one more request, which finds nothing behind it', async () => {
  const { items, sent } = await listAll((from) => numbers(from, 1));
  assert.deepEqual([items, sent.length], [[0], 2]);
});

test('a vendor that ignores the limit has given all', async () => {
  const { items, sent } = await listAll(() => numbers(0, 101));
  assert.deepEqual([items.length, sent.length], [101, 1]);
});

test('a row that cannot be read is noted without its value', async () => {
  const { items, notes } = await listAll(() => [1, 'hush', 3]);
  assert.deepEqual(items, [1, 3]);
  assert.equal(notes.length, 1);
  assert.equal(notes[0]?.losesRows, true);
  assert.match(notes[0]?.error.message ?? '', /no number/);
  assert.doesNotMatch(notes[0]?.error.message ?? '', /hush/);
});

test('pages of rows that cannot be read, and look alike, do not end a list, nor are they taken for one page', async () => {
  const rows = [
    ...numbers(0, 2),
    ...Array.from({ length: 7 }, () => null),
    ...numbers(9, 13),
    null,
    null,
    null,
  ];
  const { items, notes } = await listAll((from, limit) => rows.slice(from, from + Math.min(limit, 4)));
  assert.deepEqual(items, [...numbers(0, 2), ...numbers(9, 13)]);
  assert.match(notes.map(({ error }) => error.message).join(), /^A row of the vendor’s answer [^,]*$/);
});

test('where they come without end, it is said that rows may be missing', async () => {
  const { items, notes, sent } = await listAll((_, limit) => Array.from({ length: limit }, () => null));
  assert.deepEqual([items, notes.length], [[], 2]);
  assert.match(notes[0]?.error.message ?? '', /paging does not advance/);
  assert.ok(sent.length < 10, `${sent.length} requests`);
});

test('an answer of another shape fails the listing', async () => {
  await assert.rejects(
    listAll(() => ({ rows: [] })),
    { code: 'UPSTREAM_BAD_RESPONSE', message: /unexpected shape: the body: no list/ },
  );
});

test('what the schema does not say itself is a defect: told once, and its words stay here', async () => {
  const told: string[] = [];
  const scope = sourceScope({ defects: createDefects('s', (reason) => told.push(reason)) });
  const notes: Note[] = [];
  const broken: Listing<number> = {
    ...listing,
    read: (raw) => JSON.parse(String(raw)),
  };
  const transport = fakeTransport(() => ['1', '{hush', '{hush more']);
  const items = await createVendorReader(transport, scope, (note) => notes.push(note)).list(broken);
  assert.deepEqual(items, [1]);
  assert.deepEqual(
    notes.map(({ error }) => error.code),
    ['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_BAD_RESPONSE'],
  );
  assert.doesNotMatch(JSON.stringify(notes.map(({ error }) => error.message)), /hush/);
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /^SyntaxError: .*\n {4}at /);
});

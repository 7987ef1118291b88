import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Listing } from '../../../../src/datasource/contract/backend-definition.ts';
import {
  offsetPager,
  pageNumberPager,
  type Slice,
  tokenPager,
} from '../../../../src/datasource/contract/pager.ts';
import { endsList, LeanMemory, type PageEnd, readPage } from '../../../../src/datasource/paging/read-page.ts';
import { createVendorReader } from '../../../../src/datasource/paging/vendor-reader.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith } from '../../upstream/support.ts';
import { type FakeTransport, fakeTransport, numberIn } from '../fake-transport.ts';

interface Row {
  readonly isOver: boolean;
}

const row = z.object({ isOver: z.boolean() });
const envelope = z.object({ rows: z.array(z.unknown()) });
const listing: Listing<Row> = {
  path: '/rows',
  pager: offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 10 }),
  envelope: (body) => ({ ...envelope.parse(body), total: null }),
  read: (raw) => row.parse(raw),
};
const slice = { from: 0, limit: 10, after: null };
const rows = (...states: readonly unknown[]) => ({ rows: states.map((isOver) => ({ isOver })) });

const fail = (): never => assert.fail();

/** How the answer to the last request may be kept. */
const keptAs = ({ sent }: FakeTransport, body: unknown) => sent.at(-1)?.keepAs?.({ body });

test('a page is final when all of its rows are; with a row that goes on, or cannot be read, it is not; broken, it is nothing', async () => {
  const transport = fakeTransport(() => rows());
  const reading = { transport, listing, scope: sourceScope(), isSettled: ({ isOver }: Row) => isOver };
  await readPage(reading, slice);
  for (const [body, expected] of [
    [rows(), 'final'],
    [rows(true, true), 'final'],
    [rows(true, false), 'changing'],
    [rows(true, 'perhaps'), 'changing'],
    [{ rows: 'none' }, 'nothing'],
    ['<html>', 'nothing'],
  ] as const)
    assert.equal(keptAs(transport, body), expected, JSON.stringify(body));
});

test('rows of lists in which nothing changes are final', async () => {
  const transport = fakeTransport(() => rows());
  await readPage({ transport, listing, scope: sourceScope() }, slice);
  assert.equal(keptAs(transport, rows(false)), 'final');
});

test('one answer alone is taken to change, and to be nothing where it has another shape', async () => {
  const transport = fakeTransport(() => rows(true));
  const reader = createVendorReader(transport, sourceScope(), () => assert.fail());
  assert.deepEqual(await reader.get({ path: '/one' }, (body) => envelope.parse(body)), rows(true));
  assert.equal(keptAs(transport, rows(true)), 'changing');
  assert.equal(keptAs(transport, 'other'), 'nothing');
  const asNumber = reader.get({ path: '/one' }, (body) => z.number().parse(body));
  await assert.rejects(asNumber, failsWith('UPSTREAM_BAD_RESPONSE'));
});

test('204 is a list without rows, and one answer alone may not be so', async () => {
  const nothing = { status: 204, headers: {}, body: '', isJson: false, asked: 1 };
  const transport = { ...fakeTransport(() => null), send: async () => nothing };
  const page = await readPage({ transport, listing, scope: sourceScope() }, slice);
  assert.deepEqual(page, { rows: [], total: null, isWhole: false });
  const reader = createVendorReader(transport, sourceScope(), () => assert.fail());
  const one = reader.get({ path: '/one' }, (body) => envelope.parse(body));
  await assert.rejects(one, failsWith('UPSTREAM_BAD_RESPONSE'));
});

test('rows that are left out are none, unless the vendor counts some that would be on this page', async () => {
  const items = { ...listing, envelope: { rows: 'rows', total: 'count' } };
  const read = (body: unknown, place: Partial<Slice> = {}) =>
    readPage(
      { transport: fakeTransport(() => body), listing: items, scope: sourceScope() },
      { ...slice, ...place },
    );
  for (const [body, place] of [
    [{}, {}],
    [{ count: 0 }, {}],
    [{ count: 5 }, { from: 5 }],
    [{ count: 5 }, { from: 3, after: 'r' }],
  ] as const)
    assert.deepEqual((await read(body, place)).rows, [], JSON.stringify(body));
  for (const [body, place] of [
    [{ count: 5 }, {}],
    [{ count: 5 }, { from: 4 }],
  ] as const)
    await assert.rejects(read(body, place), /rows: is missing, though the vendor counts 5/);
});

test('what is odd is told in the ledger, once for each row, however often it is read', async () => {
  const odd: Listing<string> = {
    ...listing,
    envelope: { rows: 'rows' },
    read: (raw, tell) => {
      if (String(raw).startsWith('odd')) tell?.('row.name: not a text');
      return String(raw);
    },
  };
  const transport = {
    ...fakeTransport(() => null),
    send: async () => ({
      status: 200,
      headers: {},
      isJson: true,
      asked: 1,
      body: { rows: ['odd 1', 'fine', 'odd 2'] },
      doubt: 'charset x: not known',
    }),
  };
  const scope = sourceScope();
  for (const from of [0, 0, 2]) await readPage({ transport, listing: odd, scope }, { ...slice, from });
  assert.equal(scope.ledger.oddities.summary, 'charset x: not known; row.name: not a text (2 times)');
});

test('an answer that is shared is read once as one listing, and again as another', async () => {
  let reads = 0;
  const counted: Listing<Row> = {
    ...listing,
    read: (raw) => {
      reads += 1;
      return row.parse(raw);
    },
  };
  const reply = { status: 200, headers: {}, isJson: true, asked: 1, body: rows(true, 'perhaps') };
  const transport = { ...fakeTransport(() => null), send: async () => reply };
  const [first, second] = [sourceScope(), sourceScope()];
  const pages = [
    await readPage({ transport, listing: counted, scope: first }, slice),
    await readPage({ transport, listing: counted, scope: second }, slice),
  ];
  assert.equal(reads, 2);
  assert.deepEqual(pages[0], pages[1]);
  await readPage({ transport, listing: { ...counted }, scope: second }, slice);
  assert.equal(reads, 4);
});

test('what is odd about a shared answer is told to each who reads it', async () => {
  const odd: Listing<unknown> = {
    ...listing,
    read: (raw, tell) => {
      tell?.('row.name: not a text');
      return raw;
    },
  };
  const reply = { status: 200, headers: {}, isJson: true, asked: 1, body: rows(true) };
  const transport = { ...fakeTransport(() => null), send: async () => reply };
  for (const scope of [sourceScope(), sourceScope()]) {
    await readPage({ transport, listing: odd, scope }, slice);
    assert.equal(scope.ledger.oddities.summary, 'row.name: not a text');
  }
});

test('a body full of what are no rows is one failure, not a million', async () => {
  const body = { rows: Array.from({ length: 1_000_000 }, () => 1) };
  const reading = { transport: fakeTransport(() => body), listing, scope: sourceScope() };
  await assert.rejects(readPage(reading, slice), failsWith('UPSTREAM_BAD_RESPONSE'));
  const some = {
    ...reading,
    transport: fakeTransport(() => rows(...Array.from({ length: 100 }, () => 'none'))),
  };
  assert.equal((await readPage(some, slice)).rows.length, 100);
});

test('of a page that has a fixed place, the slice is given', async () => {
  const pager = pageNumberPager({ page: 'page', size: 'size', firstPage: 1, maxPageSize: 10 });
  const all = Array.from({ length: 23 }, (_, i) => i);
  const transport = fakeTransport((request) => {
    const [page, size] = [numberIn(request, 'page'), numberIn(request, 'size')];
    return { rows: all.slice((page - 1) * size, page * size), total: all.length };
  });
  const numbers = {
    path: '/rows',
    pager,
    envelope: { rows: 'rows', total: 'total' },
    read: (raw: unknown) => raw,
  };
  const read = async (from: number, limit: number) => {
    const page = await readPage(
      { transport, listing: numbers, scope: sourceScope() },
      { from, limit, after: null },
    );
    return [page.rows.map(({ raw }) => raw), page.isWhole];
  };
  assert.deepEqual(await read(0, 10), [all.slice(0, 10), false]);
  assert.deepEqual(await read(4, 3), [all.slice(4, 7), false]);
  assert.deepEqual(await read(8, 4), [all.slice(8, 12), false]);
  assert.deepEqual(await read(15, 10), [all.slice(15), false], 'out of two pages');
  assert.deepEqual(await read(20, 10), [all.slice(20), false]);
  assert.deepEqual(await createVendorReader(transport, sourceScope(), fail).list(numbers), all);
});

describe('a list whose pages go by token', () => {
  const byToken: Listing<unknown> = {
    path: '/rows',
    pager: tokenPager({ token: 'token', limit: 'limit', maxPageSize: 4 }),
    envelope: { rows: 'rows', next: 'next' },
    read: (raw) => raw,
  };
  /** `next`: the token behind the rows that begin at a place. */
  const vendor = (
    all: readonly unknown[],
    next = (to: number): unknown => (to < all.length ? `t${to}` : null),
  ) =>
    fakeTransport((request) => {
      const [, token] = request.query?.find(([name]) => name === 'token') ?? [];
      const from = Number(token?.slice(1) ?? 0);
      const to = from + numberIn(request, 'limit');
      return { rows: all.slice(from, to), next: next(to) };
    });
  const read = (transport: FakeTransport) =>
    readPage({ transport, listing: byToken, scope: sourceScope() }, slice);

  test('is read from its start to its end, wherever the slice is', async () => {
    const all = Array.from({ length: 10 }, (_, i) => i);
    const transport = vendor(all);
    const page = await readPage({ transport, listing: byToken, scope: sourceScope() }, { ...slice, from: 7 });
    assert.deepEqual([page.rows.map(({ raw }) => raw), page.isWhole], [all, true]);
    assert.equal(transport.sent.length, 3);
    assert.deepEqual(await createVendorReader(transport, sourceScope(), fail).list(byToken), all);
  });

  test('that goes round in circles, or never ends, is an error', async () => {
    await assert.rejects(read(vendor([1], () => 't1')), failsWith('UPSTREAM_BAD_RESPONSE'));
    await assert.rejects(read(vendor(Array(10_010).fill(0))), failsWith('SCAN_LIMIT_REACHED'));
  });
});

const page = (rows: number, from: number, total: number | null, promise: Partial<PageEnd> = {}) =>
  endsList({ rows, asked: 100, from, total, isTotalTrusted: false, smallestCut: 1, ...promise });

test('an empty page ends a list, whatever the vendor counts', () => {
  assert.equal(page(0, 0, null), true);
  assert.equal(page(0, 40, 9_000), true);
});

test('a full page does not', () => {
  assert.equal(page(100, 0, null), false);
  assert.equal(page(100, 0, 100), false);
});

test('a short page of which the count agrees ends it, unless the count may be that of the page', () => {
  assert.equal(page(50, 100, 150), true);
  assert.equal(page(50, 0, 50), null);
  assert.equal(page(50, 100, 50), null);
});

test('a vendor that is known to count lists is believed', () => {
  assert.equal(page(50, 0, 50, { isTotalTrusted: true }), true);
});

test('a short page without a count ends it only where the vendor promises not to cut pages so short', () => {
  assert.equal(page(1, 0, null), null);
  assert.equal(page(19, 0, null, { smallestCut: 20 }), true);
  assert.equal(page(20, 0, null, { smallestCut: 20 }), null);
});

test('a short page of a longer list leaves the question open', () => {
  assert.equal(page(3, 0, 5), null);
});

test('an answer that cannot be read is no refusal of lean rows, once they have worked', () => {
  const memory = new LeanMemory(() => 0);
  const broken = new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: 'cut off' });
  assert.equal(memory.mayBeRefusal(broken), true);
  memory.worked();
  assert.equal(memory.mayBeRefusal(broken), false);
});

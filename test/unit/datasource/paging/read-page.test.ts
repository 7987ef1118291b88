import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Listing } from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import { readPage } from '../../../../src/datasource/paging/read-page.ts';
import { createVendorReader } from '../../../../src/datasource/paging/vendor-reader.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { failsWith } from '../../upstream/support.ts';
import { type FakeTransport, fakeTransport } from '../fake-transport.ts';

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

/** How the answer to the last request may be kept. */
const keptAs = ({ sent }: FakeTransport, body: unknown) => sent.at(-1)?.keepAs?.(body);

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

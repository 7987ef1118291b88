import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Transport, VendorRequest } from '../../../../src/datasource/contract/transport.ts';
import { MonotonicReads } from '../../../../src/datasource/paging/monotonic-reads.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { fakeTransport } from '../fake-transport.ts';

/** Tells how new an answer each read wants; answers were asked for in the order of `asked`. */
function setUp(asked: readonly number[]) {
  const wanted: (number | undefined)[] = [];
  const transport: Transport = {
    ...fakeTransport(() => null),
    send: async ({ since }: VendorRequest) => {
      wanted.push(since);
      return { status: 200, headers: {}, isJson: true, body: null, asked: asked[wanted.length - 1] ?? 0 };
    },
  };
  return { reads: new MonotonicReads(transport), wanted };
}

test('no answer is older than the one before it', async () => {
  const { reads, wanted } = setUp([7, 9, 9]);
  for (const path of ['/a', '/b', '/c']) await reads.send({ path }, sourceScope());
  assert.deepEqual(wanted, [undefined, 7, 9]);
});

test('all but the first go on with what has begun', async () => {
  const transport = fakeTransport(() => null);
  for (const reads of [new MonotonicReads(transport), new MonotonicReads(transport)])
    for (const path of ['/a', '/b']) await reads.send({ path }, sourceScope());
  assert.deepEqual(
    transport.sent.map(({ goesOn }) => goesOn),
    [undefined, true, undefined, true],
  );
});

test('what is asked again is asked anew; another page of the same list is not', async () => {
  const { reads, wanted } = setUp([1, 2, 3, 4]);
  const page = (offset: number) => ({ path: '/a', query: [['offset', `${offset}`]] as const });
  for (const offset of [0, 10, 0, 20]) await reads.send(page(offset), sourceScope());
  assert.deepEqual(wanted, [undefined, 1, Number.POSITIVE_INFINITY, 3]);
});

test('a reader who wants newer answers still gets them', async () => {
  const { reads, wanted } = setUp([5, 5]);
  await reads.send({ path: '/a', since: Number.POSITIVE_INFINITY }, sourceScope());
  await reads.send({ path: '/b', since: 3 }, sourceScope());
  assert.deepEqual(wanted, [Number.POSITIVE_INFINITY, 5]);
});

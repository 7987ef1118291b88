import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Transport, VendorRequest } from '../../../../src/datasource/contract/transport.ts';
import { monotonicReads } from '../../../../src/datasource/paging/monotonic-reads.ts';
import { readContext } from '../../upstream/support.ts';
import { fakeTransport } from '../fake-transport.ts';

/** Tells how new an answer each read wants; answers were asked for in the order of `asked`. */
function setUp(asked: readonly number[]) {
  const wanted: (number | undefined)[] = [];
  const transport: Transport = {
    ...fakeTransport(() => null),
    send: async (_request: VendorRequest, { since }) => {
      wanted.push(since);
      return { status: 200, headers: {}, isJson: true, body: null, asked: asked[wanted.length - 1] ?? 0 };
    },
  };
  return { reads: monotonicReads(transport), wanted };
}

test('no answer is older than the one before it', async () => {
  const { reads, wanted } = setUp([7, 9, 9]);
  for (const path of ['/a', '/b', '/c']) await reads.send({ path }, readContext());
  assert.deepEqual(wanted, [0, 7, 9]);
});

test('what is asked again is asked anew; another page of the same list is not', async () => {
  const { reads, wanted } = setUp([1, 2, 3, 4]);
  const page = (offset: number) => ({ path: '/a', query: [['offset', `${offset}`]] as const });
  for (const offset of [0, 10, 0, 20]) await reads.send(page(offset), readContext());
  assert.deepEqual(wanted, [0, 1, Number.POSITIVE_INFINITY, 3]);
});

test('a reader who wants newer answers still gets them', async () => {
  const { reads, wanted } = setUp([5, 5]);
  await reads.send({ path: '/a' }, readContext({ since: Number.POSITIVE_INFINITY }));
  await reads.send({ path: '/b' }, readContext({ since: 3 }));
  assert.deepEqual(wanted, [Number.POSITIVE_INFINITY, 5]);
});

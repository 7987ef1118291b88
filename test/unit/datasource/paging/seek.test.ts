import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisorderError, type PlacedRow } from '../../../../src/datasource/paging/row-order.ts';
import { NOTHING_KNOWN, type SeekBounds, seek } from '../../../../src/datasource/paging/seek.ts';
import { againstWindows } from '../../../../src/datasource/paging/walk-window.ts';
import { listVendor, newestFirst } from '../list-vendor.ts';

const LENGTH = 1_000;

interface Sought {
  readonly index: number;
  readonly requests: number;
  /** What was told of each step. */
  readonly steps: readonly SeekBounds[];
}

/** Looks in a list of a thousand rows for the last one that is settled, of those with a time up to `time` along the walk. */
async function seekTo(time: number, isDown: boolean, known = NOTHING_KNOWN): Promise<Sought> {
  const vendor = listVendor(newestFirst(LENGTH), { direction: isDown ? 'down' : 'up' });
  const steps: SeekBounds[] = [];
  const index = await seek({
    windows: isDown ? vendor.list : againstWindows(vendor.list),
    window: null,
    limit: 20,
    isSettled: ({ key }) => (isDown ? (key.time ?? 0) > time : (key.time ?? 0) < time),
    checkOrder: () => undefined,
    known,
    remember: (bounds) => steps.push(bounds),
  });
  return { index, requests: vendor.sent.length, steps };
}

/** The row of a time stands at this index of the vendor's list, newest first. */
const indexOf = (time: number): number => LENGTH - time;

test('a place is found so closely that a page from there holds it, along the vendor’s order and against it', async () => {
  for (const time of [990, 700, 345, 12]) {
    const along = await seekTo(time, true);
    assert(along.index < indexOf(time) && along.index >= indexOf(time) - 20, `${time}: ${along.index}`);
    const against = await seekTo(time, false);
    assert(against.index > indexOf(time) && against.index <= indexOf(time) + 20, `${time}: ${against.index}`);
    assert(along.requests <= 12 && against.requests <= 12, `${along.requests} ${against.requests}`);
  }
});

test('before all rows the search ends at the edge from which the walk comes', async () => {
  assert.equal((await seekTo(LENGTH + 5, true)).index, 0);
});

test('behind all rows it ends at the last of them', async () => {
  const { index } = await seekTo(-5, true);
  assert(index >= LENGTH - 21 && index < LENGTH, `${index}`);
});

test('a search that ran out of time goes on where it had come to', async () => {
  const whole = await seekTo(345, true);
  const half = whole.steps[Math.ceil(whole.steps.length / 2)] ?? NOTHING_KNOWN;
  const rest = await seekTo(345, true, half);
  assert(rest.requests < whole.requests, `${rest.requests} of ${whole.requests}`);
  assert(rest.index < indexOf(345) && rest.index >= indexOf(345) - 20);
});

test('rows that stand out of order end it', async () => {
  const vendor = listVendor([...newestFirst(30), 'j99', 'j98']);
  const checkOrder = (rows: readonly PlacedRow[]): void => {
    if (rows.some(({ rank }, i) => rank < (rows[i - 1]?.rank ?? rank))) throw new DisorderError();
  };
  const search = seek({
    windows: vendor.list,
    window: null,
    limit: 1,
    isSettled: ({ key }) => (key.time ?? 0) > 7,
    checkOrder,
    known: NOTHING_KNOWN,
    remember: () => undefined,
  });
  await assert.rejects(search, DisorderError);
});

test('a place beyond all numbers that tell places apart is an error, not a search without an end', async () => {
  const farther = { before: null, after: -5e307, holds: 30 };
  await assert.rejects(seekTo(345, false, farther), { code: 'UPSTREAM_BAD_RESPONSE', retryable: true });
});

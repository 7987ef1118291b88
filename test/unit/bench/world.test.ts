import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstBefore, newestRuns, PRESENT, runsFrom } from '../../../bench/world/run.ts';
import { streamsOf, type World } from '../../../bench/world/world.ts';

const WORLD: World = {
  streams: { zstack: 1, 'huawei-css': 4, 'huawei-servicestage': 2 },
  rows: 200,
  latencyMs: 0,
};
const TOTAL = 5 * 200 + 2;

const timesOf = (runs: readonly { readonly createdAt: number }[]): number[] =>
  runs.map(({ createdAt }) => createdAt);

const descending = (times: readonly number[]): number[] => times.toSorted((a, b) => b - a);

test('each stream is in order, and its jobs older than the present', () => {
  for (const stream of streamsOf(WORLD)) {
    const times = timesOf(runsFrom(stream, 0, WORLD.rows));
    assert.equal(times.length, stream.rows);
    assert.deepEqual(times, descending(times));
    assert((times[0] ?? PRESENT) < PRESENT);
  }
});

test('no two jobs of a world share an instant, so that their order is total', () => {
  const times = timesOf(newestRuns(WORLD, PRESENT, 0, TOTAL));
  assert.equal(times.length, TOTAL);
  assert.equal(new Set(times).size, TOTAL);
});

test('streams interleave, and not in turn', () => {
  const first = newestRuns(WORLD, PRESENT, 0, 35).map(({ stream }) => stream.place);
  assert(new Set(first.slice(0, 14)).size > 5);
  assert.notDeepEqual(first.slice(7, 12), first.slice(14, 19));
});

test('what is older than an instant begins at the first job that is', () => {
  for (const stream of streamsOf(WORLD)) {
    const runs = runsFrom(stream, 0, stream.rows);
    for (const [index, { createdAt }] of runs.entries()) {
      assert.equal(firstBefore(stream, createdAt + 1), index);
      assert.equal(firstBefore(stream, createdAt), index + 1);
    }
  }
});

test('a page of the list is a part of it', () => {
  const all = newestRuns(WORLD, PRESENT, 0, 60);
  assert.deepEqual(newestRuns(WORLD, PRESENT, 40, 20), all.slice(40));
});

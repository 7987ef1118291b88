import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistory } from '../../../src/simulator/kit/history.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;

const young = (seed: number, isLifelike: boolean) =>
  createHistory({
    jobs: 200,
    origins: 4,
    seed,
    now: () => START,
    live: false,
    isLifelike,
    outcomes: [['SUCCEEDED', 1]],
    nativeId: String,
  })
    .jobs()
    .filter(({ createdAt }) => createdAt >= START - 30 * MINUTE);

test('like life, young jobs begin at any time, elsewhere at others, and take seconds to an hour', () => {
  const jobs = young(1, true);
  const gaps = new Set(jobs.slice(1).map(({ createdAt }, i) => createdAt - (jobs[i]?.createdAt ?? 0)));
  assert(jobs.length >= 6 && gaps.size >= jobs.length - 2, `${gaps.size} of ${jobs.length}`);
  const elsewhere = new Set(young(2, true).map(({ createdAt }) => createdAt));
  assert(jobs.every(({ createdAt }) => !elsewhere.has(createdAt)));
  assert(jobs.some(({ startedAt, finishedAt }) => finishedAt - startedAt > 3 * MINUTE));
  assert(jobs.some(({ finishedAt }) => finishedAt > START));
});

test('else all vendors have them at the same instants', () => {
  const [one, other] = [young(1, false), young(2, false)].map((jobs) =>
    jobs.slice(-6).map(({ createdAt }) => createdAt),
  );
  assert.equal(one?.length, 6);
  assert.deepEqual(one, other);
});

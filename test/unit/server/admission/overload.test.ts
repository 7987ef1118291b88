import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Costs, FakeProcess, p99, type Vendor } from './fake-process.ts';

/*
 * A process with one processor and one clock of its own, so that times are exact: what is promised of a gateway that more is
 * asked of than it can do. `bench/overload` measures the same of a real one.
 */

const LIMITS = { operations: 64, waiting: 32, waitMs: 400 };
const SECONDS = 6;

interface Kind {
  readonly costs: Costs;
  readonly vendor: Vendor;
  /** Operations in a second. */
  readonly capacity: number;
}

const DEAR = { request: 0.1, refusal: 0.05, begin: 1.2, read: 0.5, end: 0.7 };
const CHEAP = { request: 0.1, refusal: 0.05, begin: 0.2, read: 0.1, end: 0.2 };

const KINDS: Readonly<Record<string, Kind>> = {
  'the processor is what is short': {
    costs: DEAR,
    vendor: { reads: 3, latency: 2, concurrency: 100 },
    capacity: 285,
  },
  'requests to vendors are what is short': {
    costs: CHEAP,
    vendor: { reads: 3, latency: 20, concurrency: 16 },
    capacity: 265,
  },
};

for (const [name, { costs, vendor, capacity }] of Object.entries(KINDS)) {
  test(`${name}: at twice the load, who is accepted is answered within three times the usual, and then all is as usual`, async () => {
    for (const principals of [1, 20]) await overload({ costs, vendor, capacity }, principals);
  });
}

async function overload({ costs, vendor, capacity }: Kind, principals: number): Promise<void> {
  const process = new FakeProcess(LIMITS, costs, vendor);
  const usual = await process.open(0.7 * capacity, SECONDS, principals);
  assert.equal(usual.refused, 0);
  await process.open(2 * capacity, 2, principals);
  const crowded = await process.open(2 * capacity, SECONDS, principals);
  assert(p99(crowded) <= 3 * p99(usual), `${p99(crowded)} ms instead of ${p99(usual)} ms`);
  assert(crowded.accepted.length > 0.85 * capacity * SECONDS, `${crowded.accepted.length} were accepted`);
  assert(crowded.refused > 0);
  await process.open(0.7 * capacity, 2, principals);
  const after = await process.open(0.7 * capacity, SECONDS, principals);
  assert.equal(after.refused, 0);
  assert(p99(after) <= 1.5 * p99(usual), `${p99(after)} ms instead of ${p99(usual)} ms`);
}

test('a burst is served whole, and 32 who ask again at once, before a flood and after it', async () => {
  const process = new FakeProcess(LIMITS, DEAR, { reads: 3, latency: 2, concurrency: 100 });
  assert.equal((await process.closed(90, 0.2)).refused, 0);
  assert.equal((await process.closed(32, 2)).refused, 0);
  assert((await process.closed(500, 3)).refused > 0);
  await process.closed(32, 6);
  assert.equal((await process.closed(32, 2)).refused, 0);
});

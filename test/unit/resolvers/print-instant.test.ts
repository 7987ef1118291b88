import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printInstant } from '../../../src/resolvers/scalars.ts';

const LAST = 8.64e15;
const DAY_MS = 86_400_000;

const asDatePrints = (instant: number): void =>
  assert.equal(printInstant(instant), new Date(instant).toISOString());

test('every instant is printed as a Date prints it', () => {
  fc.assert(fc.property(fc.integer({ min: -LAST, max: LAST }), asDatePrints), { numRuns: 5_000 });
});

test('so are instants of one day, one after another', () => {
  const day = fc.integer({ min: -30_000, max: 60_000 });
  const times = fc.array(fc.integer({ min: 0, max: DAY_MS - 1 }), { minLength: 2 });
  fc.assert(
    fc.property(day, times, (of, all) => all.forEach((ms) => void asDatePrints(of * DAY_MS + ms))),
    {
      numRuns: 500,
    },
  );
});

test('so are the ends of days, of years and of all that can be printed', () => {
  const ends = [0, DAY_MS, Date.UTC(2024, 1, 29), Date.UTC(10_000, 0, 1), Date.UTC(0, 0, 1), LAST, -LAST];
  for (const end of ends)
    for (const ms of [-1, 0, 1, 0.5]) if (Math.abs(end + ms) <= LAST) asDatePrints(end + ms);
});

test('what no Date can hold is refused, also right behind what one can', () => {
  asDatePrints(LAST);
  for (const instant of [LAST + 1, LAST + DAY_MS, -LAST - 1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => printInstant(instant), RangeError);
});

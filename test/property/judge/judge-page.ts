import assert from 'node:assert/strict';
import type { Step } from '../draw/drawn-walk.ts';
import type { PageRecord } from '../walk/page-record.ts';

/** Outages that are over as soon as somebody waits; a page that begins a walk waits for nobody. */
const areShort = ({ troubles }: Step): boolean => {
  const outages = troubles.filter((trouble) => trouble.kind === 'outage');
  const failures = outages.reduce((sum, { requests }) => sum + requests, 0);
  return failures <= MOST_FAILURES && outages.every(({ retryAfterMs }) => retryAfterMs < 1_000);
};

/** Each time that a source is asked again in vain it is waited for twice as long: so often within a deadline. */
const MOST_FAILURES = 6;

/** What a client relies upon in order to walk on, and to stop. */
export function judgePage({ step, edges, goesOn, from, end, owesRows }: PageRecord): void {
  assert.ok(edges.length <= step.size, 'more rows than were asked for');
  if (from !== null && !goesOn && areShort(step)) assert.ok(!owesRows, 'rows are owed after a short outage');
  if (!goesOn) return;
  assert.ok(edges.length > 0, 'an empty page has a next one');
  assert.ok(end !== null && end !== from, 'a cursor that goes on does not differ');
}

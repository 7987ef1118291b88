import assert from 'node:assert/strict';
import type { DrawnVendor } from '../draw/drawn-vendor.ts';
import { type DrawnWalk, PLAIN_STEP, type Step } from '../draw/drawn-walk.ts';
import type { PageRecord, VendorCost } from '../walk/page-record.ts';

/** The most that a page may cost, as a multiple of what it cannot do without. */
const MOST = 4;

/** Requests that tell that a list has ended, where its vendor does not count it. */
const PROOF = 4;

/** Outside of ties no page costs a vendor more than four times its lists; what cannot be helped is allowed for. */
export function judgeRequests(drawn: DrawnWalk, pages: readonly PageRecord[]): void {
  for (const [v, vendor] of drawn.world.vendors.entries()) {
    if (hasTies(vendor) || vendor.traits.repeats || vendor.traits.kind === 'crawl') continue;
    let least = drawn.prelude === null ? 0 : mostBefore(drawn, vendor);
    for (const [n, { step, costs }] of pages.entries()) {
      const cost = costs[v];
      if (cost === undefined) continue;
      const before = pages[n - 1]?.step ?? null;
      // A list that is gone is asked for until that is known.
      const most = Math.max(least, mostFor(drawn, vendor, step, before, cost));
      least = mostFor(drawn, vendor, step, null, cost);
      if (step.troubles.length > 0) continue;
      assert.ok(cost.requests <= most, `page ${n}: ${cost.requests} requests of s${v}, at most ${most}`);
    }
  }
}

/** More rows of one instant than fit on a page with others. */
const LARGE_TIE = 4;

/** Rows of one instant that change places, or that do not come at once, are read until all are accounted for, whatever that takes. */
function hasTies({ origins, traits: { shufflesTies, part } }: DrawnVendor): boolean {
  const most = shufflesTies || part !== null ? 1 : LARGE_TIE;
  return origins.some((times) => {
    const counts = new Map<number | null, number>();
    for (const time of times) counts.set(time, (counts.get(time) ?? 0) + 1);
    return Math.max(0, ...counts.values()) > most;
  });
}

/** Of the lists that another client's page had made known: what has gone since is asked for as well. */
function mostBefore(drawn: DrawnWalk, vendor: DrawnVendor): number {
  const lengths = vendor.origins.map((times) => times.length);
  return mostFor(drawn, vendor, drawn.steps[0] ?? PLAIN_STEP, null, { requests: 0, lengths });
}

/** `before`: what happened since the page before; `null`: there was none. */
function mostFor(
  drawn: DrawnWalk,
  { traits, order, spoilt = [] }: DrawnVendor,
  step: Step,
  before: Step | null,
  { lengths }: VendorCost,
): number {
  const { filter } = drawn.world;
  const cap = Math.min(
    traits.maxPageSize,
    traits.cut ?? traits.maxPageSize,
    traits.part ?? traits.maxPageSize,
  );
  const isSpoilt = spoilt.length > 0 || hasSpoilt(drawn);
  const isWhole = order !== 'exact' || isSpoilt || filter.statuses !== undefined;
  const happened = before === null ? 1 : before.changes.length + before.troubles.length + step.midway.length;
  const isResumed = happened === 0 && !step.losesHints;
  const isBounded = filter.createdAfter !== undefined || filter.createdBefore !== undefined;
  const proof = traits.counts === 'list' ? 0 : PROOF;
  return lengths.reduce((sum, length) => {
    // Where pages end at fixed places, rows lie on one more.
    const pages = Math.ceil(Math.min(step.size + 2, length + 1) / cap) + (traits.part === null ? 0 : 1);
    const whole = isWhole ? Math.ceil((length + 1) / Math.max(1, cap - 1)) : 0;
    const search = isResumed && !isBounded ? 0 : 2 + Math.ceil(Math.log2(length + 2));
    // The place is searched for first, in vain.
    return sum + (isSpoilt ? 3 : 1) * (MOST * (pages + whole) + search + proof);
  }, MOST);
}

/** A page of nothing but rows that cannot be read tells no place. */
const hasSpoilt = ({ steps }: DrawnWalk): boolean =>
  steps.some(({ changes, midway }) => [...changes, ...midway].some(({ kind }) => kind === 'spoil'));

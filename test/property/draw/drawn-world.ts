import fc from 'fast-check';
import type { ScanLimits } from '../../../src/connection/page/job-page-request.ts';
import type { JobFilter, JobOrder } from '../../../src/model/job-filter.ts';
import { type DrawnVendor, vendor } from './drawn-vendor.ts';

/** The vendors as a walk finds them, and what is asked of them. */
export interface DrawnWorld {
  readonly vendors: readonly DrawnVendor[];
  readonly order: JobOrder;
  readonly filter: JobFilter;
  /** How many of the rows have failed, 0 to 1. */
  readonly failedShare: number;
  readonly limits: ScanLimits;
  /** Answers are kept, and given again to whoever does not ask for newer ones. */
  readonly remembers: boolean;
  /** How long a list of origins is good for, by the world's clock. */
  readonly discoveryMs: number;
  readonly seed: number;
}

const filter = fc.constantFrom<JobFilter>(
  {},
  {},
  {},
  { statuses: ['FAILED'] },
  { statuses: ['FAILED'] },
  { createdAfter: 1_020 },
  { createdBefore: 1_040 },
  { createdAfter: 1_010, createdBefore: 1_050 },
  { statuses: ['FAILED'], createdBefore: 1_040 },
  { statuses: ['FAILED'], createdAfter: 1_005, createdBefore: 1_055 },
);

export const world: fc.Arbitrary<DrawnWorld> = fc
  .record<DrawnWorld>({
    vendors: fc.array(vendor, { minLength: 1, maxLength: 4 }),
    order: fc.constantFrom('CREATED_AT_DESC', 'CREATED_AT_ASC'),
    filter,
    failedShare: fc.constantFrom(0.3, 0.3, 0.02),
    limits: fc.constantFrom({ perRequest: 60, perSource: 30 }, { perRequest: 8, perSource: 5 }),
    remembers: fc.boolean(),
    discoveryMs: fc.constantFrom(0, 10_000),
    seed: fc.nat(),
  })
  .map(withinReason);

/**
 * What cannot be promised of a list that is out of order, where the vendor cannot filter by time: the search for the place where
 * the filter begins steps over rows that stand in the wrong place.
 */
function withinReason(drawn: DrawnWorld): DrawnWorld {
  if (drawn.vendors.every(({ order, traits }) => order === 'exact' || traits.kind === 'value')) return drawn;
  const { statuses } = drawn.filter;
  return { ...drawn, filter: statuses === undefined ? {} : { statuses } };
}

import fc from 'fast-check';
import { instant } from './drawn-vendor.ts';

/** Something happens at a vendor. */
export interface Change {
  readonly kind: (typeof CHANGES)[number];
  readonly vendor: number;
  /** Which row, or which origin. */
  readonly pick: number;
  readonly time: number | null;
  /** A row that comes stands so much too new in a list of which some rows do, in milliseconds. */
  readonly slip?: number;
}

const CHANGES = [
  'insert-head',
  'insert-past',
  'delete',
  'delete-edge',
  'delete-beside',
  'insert-beside',
  'shift-onto-stray',
  'status',
  'spoil',
  'origin-appears',
  'origin-vanishes',
] as const;

export const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...CHANGES),
  vendor: fc.nat({ max: 4 }),
  pick: fc.nat({ max: 1_000 }),
  time: fc.oneof({ weight: 9, arbitrary: instant }, { weight: 1, arbitrary: fc.constant(null) }),
  slip: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -8, max: 8 }) },
  ),
});

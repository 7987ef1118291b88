import fc from 'fast-check';
import { type Step, trouble } from './drawn-walk.ts';
import { type DrawnWorld, world } from './drawn-world.ts';

/** A page, from one of its rows a page the other way, and from one of its rows on as at first. */
export interface DrawnTurn {
  readonly world: DrawnWorld;
  readonly isForward: boolean;
  readonly asksCounts: boolean;
  readonly size: number;
  readonly turnedSize: number;
  /** Which row of the two pages, 0 to 1. */
  readonly from: number;
  readonly turnedFrom: number;
  /** While the page the other way is read. */
  readonly troubles: Step['troubles'];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.integer({ min: 1, max: 40 });

export const turn: fc.Arbitrary<DrawnTurn> = fc.record<DrawnTurn>({
  world: world.map(still),
  isForward: fc.boolean(),
  asksCounts: fc.boolean(),
  size,
  turnedSize: size,
  from: share,
  turnedFrom: share,
  troubles: fc.array(trouble, { minLength: 1, maxLength: 2 }),
});

/** Every list keeps its order, and what the vendors say is new. */
function still(drawn: DrawnWorld): DrawnWorld {
  const vendors = drawn.vendors.map((vendor) => ({
    ...vendor,
    order: 'exact' as const,
    traits: { ...vendor.traits, repeats: false },
  }));
  return { ...drawn, vendors, remembers: false };
}

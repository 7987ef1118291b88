import fc from 'fast-check';
import { PAGER_KINDS, type VendorTraits } from '../world/model-vendor.ts';

export interface DrawnVendor {
  readonly traits: Omit<VendorTraits, 'isInOrder'>;
  /** The times of the rows of each origin; `null`: the vendor does not know it. */
  readonly origins: readonly (readonly (number | null)[])[];
  /** Slips: a few rows stand at a wrong place. */
  readonly order: 'exact' | 'shuffled' | readonly Slip[];
  /** Absent: all rows can be read. */
  readonly spoilt?: readonly Spoilt[];
}

/** Rows that stand together, and cannot be read. */
export interface Spoilt {
  readonly origin: number;
  readonly from: number;
  readonly rows: number;
}

export interface Slip {
  readonly origin: number;
  readonly pick: number;
  /** So much too new, in milliseconds. */
  readonly by: number;
}

/** Few instants, so that ties are common. */
export const instant = fc.integer({ min: 0, max: 60 });

/** Short lists shrink well; long ones make the reader seek; of two instants, each fills more than a page. */
const times = fc.oneof(
  { weight: 4, arbitrary: fc.array(instant, { maxLength: 40 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 20, max: 21 }), { minLength: 30, maxLength: 90 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 100, maxLength: 300 }) },
);

/** No two of one instant. */
const apart = fc.oneof(
  fc.uniqueArray(instant, { maxLength: 40 }),
  fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { minLength: 100, maxLength: 300 }),
);

const untimed = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
);

const list = fc
  .tuple(fc.oneof({ weight: 2, arbitrary: times }, { weight: 1, arbitrary: apart }), untimed)
  .map(([timed, count]): (number | null)[] => [...timed, ...Array<null>(count).fill(null)]);

const slip: fc.Arbitrary<Slip> = fc.record({
  origin: fc.nat({ max: 2 }),
  pick: fc.nat({ max: 1_000 }),
  by: fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -1_000, max: 1_000 })),
});

const order = fc.oneof(
  { weight: 6, arbitrary: fc.constant('exact' as const) },
  { weight: 1, arbitrary: fc.array(slip, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant('shuffled' as const) },
);

const spoilt: fc.Arbitrary<readonly Spoilt[]> = fc.oneof(
  { weight: 7, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({
        origin: fc.nat({ max: 2 }),
        from: fc.nat({ max: 300 }),
        rows: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 130 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

const traits: fc.Arbitrary<DrawnVendor['traits']> = fc.record({
  kind: fc.constantFrom(...PAGER_KINDS),
  shufflesTies: fc.constantFrom(true, true, false),
  counts: fc.constantFrom('list', 'list', 'page', 'nothing', 'nothing'),
  maxPageSize: fc.constantFrom(100, 100, 25, 60),
  cut: fc.constantFrom(null, null, null, 7, 10),
  // Hostile walks draw it.
  part: fc.constant(null),
  repeats: fc.oneof(
    { weight: 30, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  ofGone: fc.constantFrom('not-found', 'no-rows'),
});

export const vendor: fc.Arbitrary<DrawnVendor> = fc
  .record({ traits, origins: fc.array(list, { minLength: 1, maxLength: 3 }), order, spoilt })
  .map((drawn) => (mayBeDisordered(drawn) ? drawn : { ...drawn, order: 'exact' as const, spoilt: [] }))
  // Of rows that cannot be read nobody knows which have come, if they change places or come again and again.
  .map((drawn) => (drawn.traits.shufflesTies || drawn.traits.repeats ? { ...drawn, spoilt: [] } : drawn))
  .map((drawn) =>
    drawn.traits.shufflesTies ? { ...drawn, traits: { ...drawn.traits, repeats: false } } : drawn,
  );

/** A list that is fetched whole has no order of its own, nor rows side by side. */
const mayBeDisordered = ({ traits: { kind } }: DrawnVendor): boolean => kind !== 'crawl';

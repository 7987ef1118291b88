import fc from 'fast-check';
import type { Trouble } from '../world/model-vendor.ts';
import { type Change, change } from './drawn-change.ts';
import { type DrawnWorld, world } from './drawn-world.ts';

export interface DrawnWalk {
  readonly world: DrawnWorld;
  /** Another client had read a page, and then this happened; `null`: nobody had. */
  readonly prelude: readonly Change[] | null;
  readonly steps: readonly Step[];
  readonly isForward: boolean;
  readonly asksCounts: boolean;
  /** A part of the walk, between two of its rows (0 to 1), that is walked afterwards; `null`: none. */
  readonly slice: {
    readonly from: number;
    readonly to: number;
    /** Of one page of the part. */
    readonly rows: number;
    readonly isForward: boolean;
  } | null;
}

/** One page of a walk, and what happens until the next one. */
export interface Step {
  readonly size: number;
  readonly changes: readonly Change[];
  /** Changes while the page is read, between two requests. */
  readonly midway: readonly Change[];
  readonly troubles: readonly (Trouble & { readonly vendor: number })[];
  /** The walk goes on from this edge, and forgets what came behind it; `null`: from the end of the page. */
  readonly edge: number | null;
  readonly losesHints: boolean;
  /** The same page is asked for again. */
  readonly asksTwice: boolean;
  /** The gateway is started anew before this page. */
  readonly restarts: boolean;
  /** Until the next page. */
  readonly elapsedMs: number;
}

export const PLAIN_STEP: Step = {
  size: 20,
  changes: [],
  midway: [],
  troubles: [],
  edge: null,
  losesHints: false,
  asksTwice: false,
  restarts: false,
  elapsedMs: 0,
};

const seldom = <T>(weight: number, arbitrary: fc.Arbitrary<T>, usually: T): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usually) }, { weight: 1, arbitrary });

/** Longer than any deadline. */
const LONG_MS = 60_000;
/** A page that was waited for it has the rows. */
const SHORT_MS = 1;

export const trouble: fc.Arbitrary<Step['troubles'][number]> = fc.oneof(
  outage(fc.constant(LONG_MS), fc.constant(100_000)),
  outage(fc.constant(SHORT_MS), fc.integer({ min: 1, max: 5 })),
  fc.record({
    kind: fc.constant('short-page' as const),
    vendor: fc.nat({ max: 4 }),
    after: fc.nat({ max: 4 }),
    rows: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    kind: fc.constant('border' as const),
    vendor: fc.nat({ max: 4 }),
    after: fc.nat({ max: 4 }),
    requests: fc.integer({ min: 2, max: 4 }),
    pick: fc.nat({ max: 1_000 }),
  }),
);

function outage(retryAfterMs: fc.Arbitrary<number>, requests: fc.Arbitrary<number>) {
  return fc.record({
    kind: fc.constant('outage' as const),
    vendor: fc.nat({ max: 4 }),
    after: seldom(1, fc.nat({ max: 4 }), 0),
    requests,
    retryAfterMs,
  });
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 40 })),
  changes: fc.array(change, { maxLength: 4 }),
  midway: fc.array(change, { maxLength: 2 }),
  troubles: seldom(3, fc.array(trouble, { minLength: 1, maxLength: 2 }), []),
  edge: seldom(2, fc.nat({ max: 40 }), null),
  losesHints: seldom(4, fc.constant(true), false),
  asksTwice: seldom(4, fc.constant(true), false),
  restarts: fc.boolean(),
  elapsedMs: fc.constantFrom(0, 0, 3_000, 11_000, 400_000),
});

/** No page goes beyond some row, and while those on its two sides are joined one row goes, and one comes in its stead. */
const stirredBorder: fc.Arbitrary<Step> = fc
  .record({
    plain: anyStep,
    vendor: fc.nat({ max: 4 }),
    border: fc.nat({ max: 40 }),
    calm: fc.nat({ max: 8 }),
    gone: fc.nat({ max: 40 }),
    pause: fc.nat({ max: 1 }),
  })
  .map(({ plain, vendor, border, calm, gone, pause }) => {
    // A filter on the status apart, no list is another one for it.
    const still = (count: number) =>
      Array<Change>(count).fill({ kind: 'status', vendor, pick: 0, time: null });
    const goes = { kind: 'delete', vendor, pick: gone, time: null } as const;
    const comes = { kind: 'insert-head', vendor, pick: 0, time: null } as const;
    const troubles = [{ kind: 'border', vendor, after: 0, requests: 60, pick: border }] as const;
    return { ...plain, troubles, midway: [...still(calm), goes, ...still(pause), comes] };
  });

const step = fc.oneof({ weight: 9, arbitrary: anyStep }, { weight: 1, arbitrary: stirredBorder });

const share = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.constantFrom(1, 2, 7);

/** Worlds in which nothing happens are the only ones of which all is known: counts, pages that are asked for twice, parts. */
const stillness = fc.constantFrom('restless', 'restless', 'unchanged', 'calm');

export const walk: fc.Arbitrary<DrawnWalk> = fc
  .tuple(stillness, drawnWalk())
  .map(([how, drawn]) => (how === 'restless' ? drawn : quieted(drawn, how === 'calm')))
  .map(withinReason);

function quieted(drawn: DrawnWalk, isCalm: boolean): DrawnWalk {
  const still = { changes: [], midway: [], ...(isCalm ? { troubles: [] } : {}) };
  const world = { ...drawn.world, remembers: drawn.world.remembers && !isCalm };
  return { ...drawn, world, prelude: null, steps: drawn.steps.map((step) => ({ ...step, ...still })) };
}

function drawnWalk(): fc.Arbitrary<DrawnWalk> {
  return fc.record<DrawnWalk>({
    world,
    prelude: fc.oneof(fc.constant(null), fc.array(change, { maxLength: 3 })),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
    isForward: fc.boolean(),
    asksCounts: fc.constantFrom(true, true, true, false),
    slice: seldom(1, fc.record({ from: share, to: share, rows: size, isForward: fc.boolean() }), null),
  });
}

/**
 * An answer that is older than the walk tells of an older list. Without its hint a cursor does not tell which rows of a list had
 * been given out before it proved to be out of order.
 */
function withinReason(drawn: DrawnWalk): DrawnWalk {
  const { vendors, remembers } = drawn.world;
  const prelude = remembers ? null : drawn.prelude;
  const isInOrder = vendors.every(({ order }) => order === 'exact');
  const steps = drawn.steps.map((one) => ({
    ...one,
    losesHints: one.losesHints && isInOrder,
  }));
  return { ...drawn, prelude, steps };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { walkStory, worldOf } from './story.ts';
import { Gateway } from './walk/gateway.ts';
import { World } from './world/world.ts';

/** What drawn walks found, each cut down to what it takes. */
const many = <T>(count: number, what: T): T[] => Array<T>(count).fill(what);
const LONG = { kind: 'outage', vendor: 0, retryAfterMs: 60_000 } as const;
/** A change that is none: the filter does not see it. */
const NOTHING = { kind: 'status', vendor: 0, pick: 0, time: 0 } as const;
const deletion = (pick: number) => ({ kind: 'delete', vendor: 0, pick, time: 0 }) as const;
const SHORT = { kind: 'outage', vendor: 0, retryAfterMs: 1 } as const;

describe('where a vendor cuts its pages, and rows of one instant change places', () => {
  test('a row that stands on both sides of a cut does not end the list', () =>
    walkStory({ vendors: [{ cut: 7, shufflesTies: true, origins: [many(8, null)] }] }));

  test('nor does a row that comes again behind the end of a part, in the place of the last one', async () => {
    for (const length of [4, 7, 10])
      await walkStory({
        vendors: [
          {
            part: 3,
            shufflesTies: true,
            origins: [[...Array.from({ length: length - 2 }, (_, i) => 60 - i), 1, 1]],
          },
        ],
        steps: [{ size: 50 }],
      });
  });

  test('a page that is cut to a single row does not end it either', () =>
    walkStory({
      vendors: [{ shufflesTies: true, origins: [[1, 1]] }],
      steps: [{ size: 1, troubles: [{ kind: 'short-page', vendor: 0, after: 2, rows: 1 }] }],
    }));

  test('two cut pages that happen to end with the same row do not end the list', () =>
    walkStory({
      vendors: [{ cut: 10, counts: 'list', shufflesTies: true, origins: [[3, 2, 1, 0, ...many(10, null)]] }],
      steps: [{ size: 3 }],
    }));

  test('nor does a page that happens to be cut short where the one before was cut', () =>
    walkStory({
      vendors: [{ cut: 7, origins: [Array.from({ length: 20 }, (_, i) => 60 - i)] }],
      steps: [{ size: 4 }, { size: 20, troubles: [{ kind: 'short-page', vendor: 0, after: 3, rows: 2 }] }],
    }));

  test('rows that move up while it is asked what follows a cut page are not lost', () =>
    walkStory({
      vendors: [{ cut: 10, counts: 'list', origins: [[6, 2, 55, 1, 20, 57, 39, 1, 53, 15, 57]] }],
      order: 'CREATED_AT_ASC',
      steps: [{ size: 1 }, { size: 20, midway: [...many(2, NOTHING), ...[10, 10, 6].map(deletion)] }],
    }));

  test('nor those that move up behind a tie that changes places', () =>
    walkStory({
      vendors: [{ kind: 'start', cut: 7, shufflesTies: true, origins: [[2, 0, 1, 0, 1, 1, 0, 32]] }],
      order: 'CREATED_AT_ASC',
      steps: [{ size: 1 }, { size: 9, midway: [...many(2, NOTHING), ...[1, 5, 3].map(deletion)] }],
    }));

  test('a list that must be read whole is read until all its places are accounted for', () =>
    walkStory({
      vendors: [{ kind: 'value', cut: 7, shufflesTies: true, origins: [[1, 2, ...many(9, null)]] }],
      steps: [{ size: 1 }],
    }));
});

describe('where a list is not in order', () => {
  test('that is noticed also of rows through which only a search leads', () =>
    walkStory({
      vendors: [{ origins: [many(6, 1)] }, { order: 'shuffled', origins: [[2]] }],
      isForward: false,
      steps: [{ size: 1, changes: [{ kind: 'insert-past', vendor: 1, pick: 0, time: 1 }] }],
    }));

  test('a row that only shares its instant with those before it, and then stands behind a newer one, comes once', () =>
    walkStory({
      vendors: [{ origins: [[...many(5, 21), ...many(3, 0)]], order: [{ origin: 0, pick: 2, by: -15 }] }],
      steps: [{ size: 5, changes: [{ kind: 'insert-past', vendor: 0, pick: 0, time: 10 }] }],
    }));

  test('rows without a time that stand among others are no matter of reading a little further', () =>
    walkStory({
      vendors: [{ order: 'shuffled', origins: [[...many(14, 1), ...many(7, null)]] }],
      prelude: [],
    }));
});

describe('where the last row that was read is deleted, a row that stood behind it in a wrong place is not lost', () => {
  const slipped = (pick: number) => [{ origin: 0, pick, by: -15 }];
  /** No page goes beyond one row of the first vendor's list. */
  const border = (pick: number) => ({ kind: 'border', vendor: 0, after: 0, requests: 60, pick }) as const;

  for (const [where, other] of [
    ['behind', 60],
    ['before', 52],
  ] as const)
    test(`nothing of the list was given, and the row belongs ${where} the walk`, () =>
      walkStory({
        vendors: [{ origins: [[44, 55, 32]], order: slipped(1) }, { origins: [[other, other - 1, 50]] }],
        steps: [{ size: 1, troubles: [border(0)], changes: [deletion(0)], restarts: true }],
      }));

  test('rows of the list were given', () =>
    walkStory({
      vendors: [{ origins: [[50, 40, 30, 35, 20]], order: slipped(3) }, { origins: [[39, 38, 37]] }],
      steps: [{ size: 2, troubles: [border(2)], changes: [deletion(2)], restarts: true }],
    }));

  test('the list could not be read on', () =>
    walkStory({
      vendors: [{ origins: [[50, 40, 30, 35, 20]], order: slipped(3) }, { origins: [[39, 38, 22, 21]] }],
      steps: [
        { size: 5, troubles: [border(2), { ...LONG, after: 3, requests: 100 }], changes: [deletion(2)] },
      ],
    }));
});

describe('where a row in a wrong place gets to the index at which the walk goes on, nothing is stepped over', () => {
  const times = Array.from({ length: 30 }, (_, i) => 59 - i);
  const shift = (pick: number) => ({ kind: 'shift-onto-stray', vendor: 0, pick, time: null }) as const;

  for (const [way, pick, sign] of [
    ['CREATED_AT_DESC', 2, -1],
    ['CREATED_AT_ASC', 27, 1],
  ] as const)
    for (const isForward of [true, false])
      for (const size of [5, 6, 9, 12])
        test(`${way}, ${isForward ? 'forward' : 'backward'}, pages of ${size}`, () =>
          walkStory({
            // So far behind its time that it is not on what is read for the first page, and may get to its end.
            vendors: [{ origins: [times], order: [{ origin: 0, pick, by: sign * (2 * size - 3) }] }],
            order: isForward ? way : reversed(way),
            isForward,
            steps: many(4, { size, changes: [shift(0)] }),
          }));

  for (const isForward of [true, false])
    for (const size of [7, 9, 12])
      test(`nor where two such rows stand side by side: ${isForward ? 'forward' : 'backward'}, pages of ${size}`, () =>
        walkStory({
          vendors: [
            {
              origins: [times],
              order: [2, 3].map((pick) => ({ origin: 0, pick, by: pick - 2 * size + 1 })),
            },
          ],
          order: isForward ? 'CREATED_AT_DESC' : 'CREATED_AT_ASC',
          isForward,
          steps: many(4, { size, changes: [shift(1)] }),
        }));
});

describe('where the row at which a page is cut stands too early, those that should stand before it are not stepped over', () => {
  const times = Array.from({ length: 40 }, (_, i) => 59 - i);
  for (const isForward of [true, false])
    for (const count of [0, 1, 2, 3])
      test(`${count} ${isForward ? 'rows go' : 'rows come, against the order'}`, () =>
        walkStory({
          vendors: [
            {
              cut: 7,
              origins: [times],
              order: [{ origin: 0, pick: isForward ? 29 : 10, by: isForward ? 23 : -24 }],
            },
            // Its rows are between the walk and the row that stands too early.
            { origins: [isForward ? [50, 49, 48, 47] : [29, 30, 31, 32]] },
          ],
          order: isForward ? 'CREATED_AT_DESC' : 'CREATED_AT_ASC',
          steps: [
            { size: 6, changes: many(count, isForward ? deletion(0) : { ...NOTHING, kind: 'insert-head' }) },
          ],
        }));
});

test('nor are rows of which few match, against the order, where a row stands too early and pages are cut', async () => {
  const times = Array.from({ length: 200 }, (_, i) => 400 - 2 * i);
  for (const pick of [100, 140])
    await walkStory({
      vendors: [
        { cut: 7, counts: 'list', origins: [times], order: [{ origin: 0, pick, by: -60 }] },
        { origins: [[399, 300, 200, 100, 50, 20]] },
      ],
      order: 'CREATED_AT_ASC',
      filter: { statuses: ['FAILED'] },
      limits: { perRequest: 8, perSource: 5 },
      steps: many(8, { size: 8, restarts: true }),
    });
});

const reversed = (way: 'CREATED_AT_DESC' | 'CREATED_AT_ASC') =>
  way === 'CREATED_AT_DESC' ? 'CREATED_AT_ASC' : 'CREATED_AT_DESC';

describe('where a vendor sorts by something else than the time that it filters by', () => {
  /** One row stands far out of its place. */
  const misplaced = (pick: number, by: number) =>
    ({
      kind: 'value',
      origins: [Array.from({ length: 40 }, (_, i) => 59 - i)],
      order: [{ origin: 0, pick, by }],
    }) as const;

  for (const [order, pick, by] of [
    ['CREATED_AT_DESC', 9, -25],
    ['CREATED_AT_ASC', 30, 25],
  ] as const)
    test(`a row that comes much later than its time is not lost: ${order}`, () =>
      walkStory({ vendors: [misplaced(pick, by)], order, steps: many(20, { size: 5 }) }));

  test('nor behind a filter on the time', () =>
    walkStory({
      vendors: [misplaced(9, -25)],
      filter: { createdAfter: 1_030, createdBefore: 1_055 },
      steps: many(20, { size: 5 }),
    }));
});

test('a page of eight lists costs as many requests', async () => {
  const world = new World(
    worldOf({ vendors: many(8, { origins: [Array.from({ length: 30 }, (_, i) => 60 - i)] }) }),
  );
  const page = await new Gateway(world).page({ size: 20, isForward: true });
  assert.equal(page?.edges().length, 20);
  assert.deepEqual(
    world.vendors.map(({ requests }) => requests),
    many(8, 1),
  );
});

test('a vendor that gives its first page whatever is asked for is found out before a walk up believes it', () =>
  walkStory({
    vendors: [
      {
        cut: 7,
        counts: 'list',
        repeats: true,
        origins: [[54, 52, 49, 38, 38, 32, 23, 21, 9, 4, ...many(6, null)]],
      },
      { origins: [[60, 40, 20]] },
    ],
    order: 'CREATED_AT_ASC',
    steps: [{ size: 5 }, { size: 32 }],
  }));

describe('where a source fails', () => {
  test('in the midst of a scan that has found nothing, the page has no next one', () =>
    walkStory({
      vendors: [{ origins: [[5, 4, 3, 2, 1, 0]] }],
      filter: { statuses: ['FAILED'] },
      failedShare: 0,
      steps: [{ size: 1, troubles: [{ ...LONG, after: 3, requests: 1 }] }],
    }));

  test('and comes back on the page, its rows that no longer fit come next, once', () =>
    walkStory({
      vendors: [{ origins: [[9, 9, 9]] }, { origins: [[6, 5]] }],
      steps: [{ size: 1 }, { size: 2, troubles: [{ ...SHORT, after: 2, requests: 1 }] }],
    }));

  test('to tell of its lists, and comes back on the page, they stand where they stood', () =>
    walkStory({
      vendors: [{ origins: [[9, 9, 9]] }, { origins: [[6, 5]] }],
      steps: [{ size: 1 }, { size: 2, restarts: true, troubles: [{ ...SHORT, after: 1, requests: 1 }] }],
    }));
});

describe('a part between two rows has what came late in the walk that gave their cursors', () => {
  const late = {
    vendors: [{ origins: [[60, 50, 1]] }, { origins: [Array.from({ length: 20 }, (_, i) => 58 - 2 * i)] }],
    steps: [{ size: 3, troubles: [{ ...LONG, vendor: 1, after: 2, requests: 9 }] }],
  } as const;

  for (const isForward of [true, false])
    test(isForward ? 'forward' : 'backward', () =>
      walkStory({ ...late, slice: { from: 0, to: 1, rows: 7, isForward } }),
    );
});

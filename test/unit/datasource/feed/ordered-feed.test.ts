import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Listing } from '../../../../src/datasource/contract/backend-definition.ts';
import { markerPager } from '../../../../src/datasource/contract/pager.ts';
import type { Transport } from '../../../../src/datasource/contract/transport.ts';
import { OrderedFeed } from '../../../../src/datasource/feed/ordered-feed.ts';
import { NO_WALK, TieMemory } from '../../../../src/datasource/feed/read-tie.ts';
import type { WindowFinderOptions } from '../../../../src/datasource/feed/window-finder.ts';
import { PagedList } from '../../../../src/datasource/paging/paged-list.ts';
import { TotalsTrust } from '../../../../src/datasource/paging/read-page.ts';
import { DisorderError, keyed, START, UnreadablePage } from '../../../../src/datasource/paging/row-order.ts';
import { NOTHING_KNOWN, type SeekBounds } from '../../../../src/datasource/paging/seek.ts';
import { againstWindows } from '../../../../src/datasource/paging/walk-window.ts';
import { toJob } from '../../../../src/datasource/stream/job-lists.ts';
import { ShapeError } from '../../../../src/datasource/wire/shape-error.ts';
import type { Direction } from '../../../../src/model/sort-key.ts';
import { sourceScope } from '../../../support/source-scope.ts';

interface Row {
  readonly id: string;
  readonly time: number;
}

interface Vendor {
  /** Newest first. */
  readonly rows: () => readonly Row[];
  readonly largestPage: number;
  /** Pages end at each multiple of so many rows; absent: they do not. */
  readonly part?: number;
  readonly counts: 'list' | 'page' | 'nothing';
  readonly isReadable?: (row: Row) => boolean;
}

const MAX_PAGE = 100;
const list = (size: number, time: (i: number) => number): Row[] =>
  Array.from({ length: size }, (_, i) => ({ id: `job-${i}`, time: time(i) }));

/** Puts rows of one instant in another order each time, always in the same way. */
function shuffled(rows: readonly Row[]): () => readonly Row[] {
  let seed = 1;
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  return () =>
    rows
      .map((row) => ({ row, place: next() }))
      .sort((a, b) => b.row.time - a.row.time || a.place - b.place)
      .map(({ row }) => row);
}

function transportOf(vendor: Vendor): Transport {
  return {
    send: async ({ query = [] }) => {
      const given = new Map(query);
      const rows = vendor.rows();
      const marker = given.get('marker');
      const from =
        marker === undefined ? Number(given.get('offset')) : rows.findIndex(({ id }) => id === marker) + 1;
      assert.ok(from >= 0, `no row stands at ${from}`);
      const { part = MAX_PAGE * 100 } = vendor;
      const most = Math.min(Number(given.get('limit')), vendor.largestPage, part - (from % part));
      const page = rows.slice(from, from + most);
      const count = { list: rows.length, page: page.length, nothing: null }[vendor.counts];
      return { status: 200, headers: {}, isJson: true, asked: 1, body: { page, count } };
    },
    partition: () => '',
    secrets: () => [],
    close: async () => undefined,
  };
}

const listingOf = ({ isReadable = () => true }: Vendor): Listing<Row> => ({
  path: '/',
  pager: markerPager('marker', { offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: MAX_PAGE }),
  envelope: (body) => {
    const { page, count } = body as { page: readonly unknown[]; count: number | null };
    return { rows: page, total: count };
  },
  read: (raw) => {
    const row = raw as Row;
    if (!isReadable(row)) throw new ShapeError('unreadable');
    return row;
  },
});

const OWNER = { sourceId: 's', backend: 'b', originKind: 'policy' };

interface Start
  extends Pick<WindowFinderOptions, 'from' | 'hint'>,
    Partial<Pick<WindowFinderOptions, 'anchors'>> {
  readonly slack?: number;
  readonly isShort?: boolean;
}

function readerOf(
  vendor: Vendor,
  direction: Direction,
  known: SeekBounds = NOTHING_KNOWN,
  start: Start = { from: START, hint: null },
): OrderedFeed {
  const listing = listingOf(vendor);
  const paged = new PagedList({
    transport: transportOf(vendor),
    listing: {
      ...listing,
      read: (raw) =>
        keyed(toJob({ fields: fieldsOf(listing.read(raw)), inlineTasks: null }, raw, OWNER, () => undefined)),
    },
    query: [],
    trust: new TotalsTrust(),
    direction,
    notes: [],
    scope: sourceScope(),
  });
  return new OrderedFeed({
    windows: direction === 'down' ? paged : againstWindows(paged),
    slack: 0,
    anchors: [],
    ...start,
    memory: {
      known,
      remember: () => undefined,
      isShort: () => start.isShort ?? false,
      ties: () => ({ memory: new TieMemory(() => 0), key: 'a list', walk: NO_WALK }),
      isInTie: () => false,
      beginTie: () => undefined,
    },
  });
}

const fieldsOf = ({ id, time }: Row) => ({
  nativeId: id,
  name: null,
  kind: null,
  status: 'SUCCEEDED' as const,
  nativeStatus: null,
  statusMessage: null,
  createdAt: time,
  startedAt: null,
  finishedAt: null,
  progress: null,
  error: null,
  origin: null,
  resource: null,
  createdBy: null,
  details: { __typename: 'D' },
});

async function readAll(reader: OrderedFeed): Promise<string[]> {
  const ids: string[] = [];
  for (let batches = 0; batches < 10_000; batches++) {
    const { rows, isLast } = await reader.next(50);
    ids.push(...rows.map((row) => row.key.nativeId));
    if (isLast) return ids;
  }
  throw new Error('The list does not end.');
}

/** Of the numbers from 1. */
const pairs = (most: number) =>
  Array.from({ length: most }, (_, i) => i + 1).flatMap((one) =>
    Array.from({ length: most - one }, (_, i) => [one, one + i + 1] as const),
  );

const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id).sort();

describe('every row is read once', () => {
  for (const direction of ['down', 'up'] as const) {
    for (const counts of ['list', 'page', 'nothing'] as const) {
      for (const largestPage of [1, 2, 3, 4, 10, 33, MAX_PAGE]) {
        const vendor = { largestPage, counts };

        test(`${direction}, pages of ${largestPage}, counting ${counts}`, async () => {
          const rows = list(457, (i) => 10_000 - i);
          const found = await readAll(readerOf({ ...vendor, rows: () => rows }, direction));
          assert.deepEqual(found.toSorted(), idsOf(rows));
        });

        test(`${direction}, pages of ${largestPage}, counting ${counts}, 150 rows of one instant that change places`, async () => {
          const rows = list(300, (i) => (i < 80 ? 10_000 - i : i < 230 ? 9_000 : 8_000 - i));
          const found = await readAll(readerOf({ ...vendor, rows: shuffled(rows) }, direction));
          assert.deepEqual(found.toSorted(), idsOf(rows));
        });
      }
    }
  }
});

test('a tie of two pages loses no row where the list shrinks between them', async () => {
  const rows = list(260, (i) => (i < 60 ? 10_000 - i : 9_000));
  let requests = 0;
  const vendor: Vendor = {
    largestPage: MAX_PAGE,
    counts: 'list',
    rows: () => rows.slice(Math.min(45, 3 * requests++)),
  };
  const found = await readAll(readerOf(vendor, 'down'));
  assert.deepEqual(found.filter((id) => Number(id.slice(4)) >= 60).toSorted(), idsOf(rows.slice(60)));
});

test('where a tie of some pages begins is known the same however it was found, so that one place has one cursor', async () => {
  const rows = list(260, (i) => (i < 10 ? 10_000 - i : i < 250 ? 9_000 : 8_000 - i));
  const vendor: Vendor = { largestPage: MAX_PAGE, counts: 'nothing', rows: () => rows };
  for (const [direction, from, before] of [
    ['down', -9_000, 9],
    ['up', 9_000, 250],
  ] as const)
    for (const hint of [null, before]) {
      const reader = readerOf(vendor, direction, NOTHING_KNOWN, { from, hint });
      await reader.next(50);
      assert.equal(reader.hintAt(from), before, `${direction}, ${hint}`);
    }
});

test('a page of nothing but unreadable rows is not taken for the end', async () => {
  const rows = list(400, (i) => 10_000 - i);
  const short = { largestPage: MAX_PAGE, counts: 'list', rows: () => rows } as const;
  const few = readerOf({ ...short, isReadable: ({ id }) => Number(id.slice(4)) >= 30 }, 'down');
  assert.deepEqual((await readAll(few)).toSorted(), idsOf(rows.slice(30)));
  const many = readerOf({ ...short, isReadable: ({ id }) => Number(id.slice(4)) >= 200 }, 'down');
  await assert.rejects(readAll(many), UnreadablePage);
});

test('up, rows at the old end that cannot be read do not hide the others', async () => {
  for (const [length, unreadable] of [
    [37, 18],
    [300, 30],
    [37, 1],
  ] as const) {
    const rows = list(length, (i) => 10_000 - i);
    const isReadable = ({ id }: Row): boolean => Number(id.slice(4)) < length - unreadable;
    const vendor: Vendor = { largestPage: MAX_PAGE, counts: 'nothing', isReadable, rows: () => rows };
    const given = await readAll(readerOf(vendor, 'up'));
    assert.deepEqual(given.toSorted(), idsOf(rows.slice(0, length - unreadable)));
  }
});

test('up, an empty page behind the end of a list is not one of rows that cannot be read', async () => {
  const rows = list(260, (i) => 10_000 - i);
  let requests = 0;
  const vendor: Vendor = {
    largestPage: MAX_PAGE,
    counts: 'list',
    isReadable: ({ id }) => id !== rows[0]?.id,
    // Its count leads to a place that has gone.
    rows: () => (++requests === 1 ? rows : rows.slice(0, 150)),
  };
  const given = await readAll(readerOf(vendor, 'up'));
  assert.deepEqual(given.toSorted(), idsOf(rows.slice(1, 150)));
});

describe('what does not get on is not asked for without end', () => {
  const bounded = (rows: readonly Row[], some: Partial<Vendor>): Vendor => {
    let requests = 0;
    return {
      largestPage: MAX_PAGE,
      counts: 'nothing',
      rows: () => (++requests > 60 ? assert.fail('it does not get on') : rows),
      ...some,
    };
  };

  test('a list that begins with a page of unreadable rows, and is a little out of order', async () => {
    const isReadable = ({ id }: Row): boolean => Number(id.slice(4)) >= 200;
    const vendor = bounded(
      list(400, (i) => 10_000 - i),
      { isReadable },
    );
    const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from: START, hint: null, slack: 5 });
    await assert.rejects(readAll(feed), UnreadablePage);
  });

  for (const direction of ['down', 'up'] as const)
    test(`${direction}, more than a page of unreadable rows within one instant`, async () => {
      const isReadable = ({ id }: Row): boolean => Math.abs(Number(id.slice(4)) - 300) >= 120;
      const vendor = bounded(
        list(600, () => 9_000),
        { isReadable },
      );
      await assert.rejects(readAll(readerOf(vendor, direction)), UnreadablePage);
    });
});

test('a page that was cut to two rows by chance costs two requests more', async () => {
  const rows = list(36, (i) => 10_000 - i);
  let requests = 0;
  const vendor: Vendor = {
    largestPage: MAX_PAGE,
    counts: 'nothing',
    rows: () => (++requests === 1 ? rows.slice(0, 21) : rows),
  };
  const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from: 20 - 10_000, hint: 19 });
  const { rows: found } = await feed.next(20);
  assert.deepEqual([found.length, requests], [15, 3]);
});

test('against the order, two pages that were cut to a single row by chance do not make all that follow small', async () => {
  const rows = list(300, (i) => 10_000 - i);
  for (const [one, other] of pairs(8)) {
    let requests = 0;
    const vendor: Vendor = {
      counts: 'list',
      rows: () => rows,
      get largestPage() {
        requests += 1;
        return requests === one || requests === other ? 1 : MAX_PAGE;
      },
    };
    assert.deepEqual((await readAll(readerOf(vendor, 'up'))).toSorted(), idsOf(rows));
    assert(requests <= 11, `${requests} requests, of which ${one} and ${other} were cut`);
  }
});

test('a list whose pages end at fixed places is read across them, at a few requests for each', async () => {
  const rows = list(200, (i) => 10_000 - i);
  for (const direction of ['down', 'up'] as const)
    for (const counts of ['list', 'nothing'] as const) {
      let requests = 0;
      const vendor: Vendor = {
        largestPage: MAX_PAGE,
        counts,
        part: 20,
        rows: () => {
          requests += 1;
          return rows;
        },
      };
      assert.deepEqual((await readAll(readerOf(vendor, direction))).toSorted(), idsOf(rows));
      assert(requests <= 80, `${requests} requests ${direction}, where the vendor counts ${counts}`);
    }
});

test('so is one of small parts, at two requests for each and some more, whichever way', async () => {
  for (const direction of ['down', 'up'] as const)
    for (const part of [6, 9, 13]) {
      const rows = list(140, (i) => 10_000 - i);
      let requests = 0;
      const vendor: Vendor = {
        largestPage: MAX_PAGE,
        counts: 'nothing',
        part,
        rows: () => {
          requests += 1;
          return rows;
        },
      };
      const feed = readerOf(vendor, direction);
      for (let left = 100; left > 0; ) left -= (await feed.next(left)).rows.length;
      const most = 15 + 2.5 * Math.ceil(100 / part);
      assert(requests <= most, `${requests} requests ${direction} for parts of ${part}`);
    }
});

test('a vendor that gives a few rows at once costs no more than four requests for each page, and the search, whichever way', async () => {
  for (const direction of ['down', 'up'] as const)
    for (const counts of ['list', 'page', 'nothing'] as const)
      for (const largestPage of [1, 2, 3, 4, 5, 7]) {
        const rows = list(62, (i) => 10_000 - 10 * i);
        let requests = 0;
        const vendor: Vendor = {
          largestPage,
          counts,
          rows: () => {
            requests += 1;
            return rows;
          },
        };
        const readOn = async (start?: Start): Promise<Start> => {
          const feed = readerOf(vendor, direction, NOTHING_KNOWN, start);
          for (let left = 20; left > 0; ) left -= (await feed.next(left)).rows.length;
          return { from: feed.frontier, hint: feed.hintAt(feed.frontier) };
        };
        let next = await readOn();
        for (const search of [20, 0]) {
          const most = search + 4 * Math.ceil(20 / largestPage);
          const how = `${direction}, ${largestPage} at once, counting ${counts}`;
          assert(requests <= most, `${requests} requests, at most ${most}: ${how}`);
          requests = 0;
          if (search > 0) next = await readOn(next);
        }
      }
});

test('a list that was found to end behind a page is not read once more for that', async () => {
  for (const part of [3, 5, 8]) {
    const rows = list(part + 1, (i) => 10_000 - i);
    let requests = 0;
    const vendor: Vendor = {
      largestPage: MAX_PAGE,
      counts: 'nothing',
      part,
      rows: () => {
        requests += 1;
        return rows;
      },
    };
    assert.deepEqual((await readAll(readerOf(vendor, 'down'))).toSorted(), idsOf(rows));
    assert(requests <= 11, `${requests} requests for parts of ${part}`);
  }
});

describe('rows that stand a little out of order, more of them than a page has', () => {
  /** One of them in a hundred stands as far from its place as the slack allows. */
  const rows = list(600, (i) => 10_000 - i + (i % 100 === 50 ? 80 : 0));
  const dense = (isShort: boolean) => {
    let requests = 0;
    const vendor: Vendor = {
      largestPage: MAX_PAGE,
      counts: 'list',
      rows: () => {
        requests += 1;
        return rows;
      },
    };
    const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from: START, hint: null, slack: 80, isShort });
    return { feed, requests: () => requests };
  };

  test('are not read one by one', async () => {
    const { feed, requests } = dense(false);
    assert.deepEqual((await readAll(feed)).toSorted(), idsOf(rows));
    assert(requests() <= 40, `${requests()}`);
  });

  test('have one hint for one place, whether or not they are read as a tie', async () => {
    for (const largestPage of [MAX_PAGE, 20]) {
      const vendor: Vendor = { largestPage, counts: 'list', rows: () => rows };
      const from = -9_768;
      const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from, hint: 100, slack: 80 });
      await feed.next(20);
      for (const rank of [from, from + 5, from + 10])
        assert.equal(
          feed.hintAt(rank),
          rows.findLastIndex(({ time }) => -time < rank - 80),
        );
    }
  });

  test('make a list be read whole where it is known to be short', async () => {
    await assert.rejects(readAll(dense(true).feed), DisorderError);
  });
});

describe('a search that takes longer than a deadline', () => {
  const rows = list(2_000, (i) => 10_000 - i);
  /** A page on which the vendor answers only so many times; the whole reading's requests are counted. */
  const slow = (answers: number) => {
    let left = answers;
    return {
      largestPage: 50,
      counts: 'nothing' as const,
      rows: () => {
        if (left-- <= 0) throw new Error('The deadline is over.');
        return rows;
      },
    };
  };

  test('goes on from what was found before, however few requests each page has', async () => {
    let known: SeekBounds = NOTHING_KNOWN;
    for (let pages = 0; pages < 20; pages++) {
      const feed = readerOf(slow(4), 'up', known);
      const batch = await feed.next(20).catch(() => null);
      known = feed.search ?? known;
      if (batch !== null) {
        assert.equal(batch.rows.at(-1)?.key.nativeId, `job-${rows.length - batch.rows.length}`);
        return;
      }
    }
    assert.fail('it never arrives');
  });

  test('is begun anew where what it had found is wrong by now', async () => {
    const wrong = { before: -120, after: -90, holds: 50 };
    const found = await readAll(readerOf({ ...slow(9_999), largestPage: MAX_PAGE }, 'up', wrong));
    assert.deepEqual(found.toSorted(), idsOf(rows));
  });
});

describe('a row that cannot be read, wherever it stands before the place of a walk, makes nothing unsteady', () => {
  const rows = list(12, (i) => 100 - i);
  for (const direction of ['down', 'up'] as const)
    test(direction, async () => {
      const step = direction === 'down' ? -1 : 1;
      for (const bad of rows)
        for (const [at, next] of rows.entries())
          for (const hint of [null, Math.min(11, Math.max(0, at + step))]) {
            if (next === bad) continue;
            const vendor: Vendor = {
              largestPage: MAX_PAGE,
              counts: 'list',
              rows: () => rows,
              isReadable: (row) => row !== bad,
            };
            const feed = readerOf(vendor, direction, NOTHING_KNOWN, { from: next.time * step, hint });
            const batch = await feed.next(3);
            assert.equal(batch.rows[0]?.key.nativeId, next.id, `${bad.id}, ${next.id}, ${hint}`);
          }
    });
});

describe('where rows side by side cannot be read, a walk that has come to them goes on behind them', () => {
  const rows = list(200, (i) => 1_000 - i);
  for (const direction of ['down', 'up'] as const)
    for (const [hidden, most] of [
      [60, 3],
      [130, 14],
    ] as const)
      test(`${direction}, ${hidden} rows`, async () => {
        let requests = 0;
        const [step, first] = direction === 'down' ? [1, 30] : [-1, 170];
        const last = first + step * (hidden - 1);
        const isReadable = (row: Row): boolean =>
          (rows.indexOf(row) - first) * (rows.indexOf(row) - last) > 0;
        const all = (): readonly Row[] => {
          requests += 1;
          return rows;
        };
        const vendor: Vendor = { largestPage: MAX_PAGE, counts: 'list', isReadable, rows: all };
        const before = rows[first - step];
        const next = rows[last + step];
        if (before === undefined || next === undefined) return assert.fail('no such row');
        const from = direction === 'down' ? -next.time : next.time;
        const feed = readerOf(vendor, direction, NOTHING_KNOWN, { from, hint: first - step });
        // No page shows both sides of more than it holds: then the list is read whole.
        if (hidden > MAX_PAGE) await assert.rejects(feed.next(10), UnreadablePage);
        else assert.equal((await feed.next(10)).rows[0]?.key.nativeId, next.id);
        assert.ok(requests <= most, `${requests} requests`);
      });

  test('no place before the first row of a list is asked for', async () => {
    const short = list(54, (i) => 1_000 - i);
    const isReadable = (row: Row): boolean => short.indexOf(row) >= 20 && short.indexOf(row) < 38;
    const vendor: Vendor = { largestPage: MAX_PAGE, counts: 'list', isReadable, rows: () => short };
    for (const anchors of [[], [1, 2]])
      for (const [at, { time }] of short.entries())
        for (const [hint] of short.entries()) {
          const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from: -time, hint, anchors });
          const { rows: given } = await feed.next(10);
          const first = Math.max(at, 20);
          assert.equal(given[0]?.index, first < 38 ? first : undefined, `${at}, ${hint}`);
        }
  });
});

test('rows of one instant that change places are no disorder where a place is proved by those before it', async () => {
  const rows = list(72, (i) => (i < 12 ? 100 : 99 - Math.floor((i - 12) / 30)));
  for (let attempt = 0; attempt < 20; attempt++) {
    const vendor: Vendor = { largestPage: 20, counts: 'list', rows: shuffled(rows) };
    // The row that was given last is gone.
    const start = { from: -99, hint: 11, anchors: [1] };
    const given = await readAll(readerOf(vendor, 'down', NOTHING_KNOWN, start));
    assert.deepEqual(given.toSorted(), idsOf(rows.slice(12)));
  }
});

test('a row beyond the slack is noticed where a walk goes on next to it', async () => {
  const ranks = [80, 85, 90, 104, 95, 88, 110, 120, 130, 140, 150];
  const rows = ranks.map((rank) => ({ id: `job-${rank}`, time: 1_000 - rank }));
  const vendor: Vendor = { largestPage: MAX_PAGE, counts: 'list', rows: () => rows };
  const start = { from: 100 - 1_000, hint: 5, slack: 10 };
  await assert.rejects(readAll(readerOf(vendor, 'down', NOTHING_KNOWN, start)), DisorderError);
});

test('a vendor whose pages do not advance is noticed after a few requests', async () => {
  let requests = 0;
  const rows = list(40, (i) => 10_000 - i);
  const vendor: Vendor = {
    largestPage: 20,
    counts: 'nothing',
    rows: () => {
      requests += 1;
      // Wherever a page begins, the first rows stand there.
      return Array.from({ length: 10_000 }, (_, i) => rows[i % 20] ?? rows[0]).filter(
        (row) => row !== undefined,
      );
    },
  };
  await assert.rejects(readAll(readerOf(vendor, 'down')), /does not advance|not in order/);
  assert(requests <= 12, `${requests}`);
});

test('rows out of order behind a place at which pages end are noticed', async () => {
  const before = list(5, (i) => 100 - i);
  const behind = [95, 80, 94, 93, 79, 78, 77, 76, 75, 74].map((time) => ({ id: `late-${time}`, time }));
  const rows = [...before, ...behind];
  for (const counts of ['list', 'nothing'] as const) {
    const vendor: Vendor = { largestPage: MAX_PAGE, counts, part: 5, rows: () => rows };
    const feed = readerOf(vendor, 'down', NOTHING_KNOWN, { from: -95, hint: 4 });
    await assert.rejects(readAll(feed), DisorderError);
  }
});

interface TiedList extends Pick<Vendor, 'counts'> {
  readonly direction: Direction;
  /** Pages end at each multiple of so many rows. */
  readonly part: number;
  /** So many rows share each instant, */
  readonly tie: number;
  /** and change places from one answer to the next. */
  readonly shuffles: boolean;
}

async function readTied({ direction, counts, part, tie, shuffles }: TiedList): Promise<void> {
  const rows = list(100, (i) => 10_000 - Math.floor(i / tie));
  const now = shuffles ? shuffled(rows) : () => rows;
  let requests = 0;
  const vendor: Vendor = {
    largestPage: MAX_PAGE,
    counts,
    part,
    rows: () => {
      requests += 1;
      assert(requests <= 2_000, `it reads without end: parts of ${part}, ${tie} rows of each instant`);
      return now();
    },
  };
  assert.deepEqual((await readAll(readerOf(vendor, direction))).toSorted(), idsOf(rows).toSorted());
}

describe('rows of one instant on both sides of a place at which pages end are read once', () => {
  for (const direction of ['down', 'up'] as const)
    for (const counts of ['list', 'page', 'nothing'] as const)
      for (const shuffles of [false, true])
        test(`${direction}, where the vendor counts ${counts}, and they ${shuffles ? 'change places' : 'stand still'}`, async () => {
          for (const part of [shuffles ? 5 : 2, 6, 7, 10, 20, 40])
            for (const tie of [1, 2, 3, 6, 11]) await readTied({ direction, counts, part, tie, shuffles });
        });
});

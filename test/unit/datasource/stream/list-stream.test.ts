import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import type { Batch, RowFeed } from '../../../../src/datasource/feed/row-feed.ts';
import { WholeFeed } from '../../../../src/datasource/feed/whole-feed.ts';
import {
  DisorderError,
  END,
  exactTie,
  type PlacedRow,
  type Rank,
  rankOf,
  rowMark,
  START,
} from '../../../../src/datasource/paging/row-order.ts';
import { ListStream, type ListStreamOptions } from '../../../../src/datasource/stream/list-stream.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import { compareKeys, type SortKey } from '../../../../src/model/sort-key.ts';
import { jobAt, placed } from '../list-vendor.ts';

type Step = readonly string[] | Error;

const rankAt = ({ time }: SortKey): Rank => rankOf(time, 'down', exactTie);

/** Gives the rows of a list batch by batch, as they stand in `all`; an error where a batch is one. */
function feedOf(all: readonly string[], steps: readonly Step[], slack = 0): RowFeed {
  const rows = placed(all);
  let frontier: Rank = START;
  let at = 0;
  return {
    slack,
    search: null,
    get frontier() {
      return frontier;
    },
    next: async (): Promise<Batch> => {
      const step = steps[at++] ?? [];
      if (step instanceof Error) throw step;
      const isLast = at >= steps.length;
      const batch = rows.filter(({ key }) => step.includes(key.nativeId));
      const following = rows[rows.findLastIndex((row) => batch.includes(row)) + 1];
      frontier = isLast || following === undefined ? END : following.rank;
      return { rows: batch, isLast };
    },
    hintAt: (rank) => rows.findLast((row) => row.rank < rank)?.index ?? null,
    indexOf: (mark) => rows.find((row) => rowMark(row) === mark)?.index ?? null,
  };
}

const wholeOf = (ids: readonly string[], options: Partial<ListStreamOptions> = {}): WholeFeed =>
  new WholeFeed({
    readWhole: async () => ({ rows: placed(ids), slack: Number.POSITIVE_INFINITY }),
    start: options.start ?? null,
    hint: NO_HINT,
    placeOf: (index) => index,
    compare: compareKeys,
  });

/** `feeds`: one for each time that the list is opened; the last one stays. */
function streamOf(feeds: readonly RowFeed[], options: Partial<ListStreamOptions> = {}): ListStream {
  let opened = 0;
  return new ListStream({
    sourceId: 's',
    id: 's/list',
    direction: 'down',
    start: null,
    stop: null,
    hint: NO_HINT,
    open: () => feeds[Math.min(opened++, feeds.length - 1)] ?? assert.fail('no feed'),
    rankOf: rankAt,
    firstRank: START,
    lastRank: END,
    outset: START,
    matches: null,
    budget: createScanBudget(100),
    need: () => ({ share: 10, most: 10, given: 0 }),
    keepsWholeHint: true,
    placeOf: (index) => index,
    beginsMidway: false,
    notes: [],
    tieSince: null,
    onDisorder: () => undefined,
    onFailed: () => undefined,
    onRead: () => undefined,
    onHint: () => undefined,
    count: async ({ rows, isAll }) => ({ atLeast: rows, isExact: isAll }),
    ...options,
  });
}

const after = (id: string) => ({ key: jobAt(id).key, isInclusive: false });
const marks = (all: readonly string[], ...ids: readonly string[]): number[] =>
  ids.map((id) => rowMark(placed(all).find(({ key }) => key.nativeId === id) as PlacedRow));

/** What the stream shows, as far as it was read. */
function headsOf(stream: ListStream): (string | number | null)[] {
  const { rows, beyond } = stream;
  const edge = beyond?.kind === 'watermark' ? beyond.key.time : (beyond?.kind ?? '?');
  return [...rows.map(({ job }) => job.nativeId), edge];
}

const ALL = ['j9', 'j7', 'j5', 'j3'];

describe('a list in order', () => {
  test('shows nothing before it is read, then rows, then where it goes on, then its end', async () => {
    const stream = streamOf([
      feedOf(ALL, [
        ['j9', 'j7'],
        ['j5', 'j3'],
      ]),
    ]);
    assert.deepEqual(headsOf(stream), ['?']);
    assert.equal(await stream.advance(), 'read');
    assert.deepEqual(headsOf(stream), ['j9', 'j7', 5]);
    await stream.advance();
    assert.deepEqual(headsOf(stream), [...ALL, 'end']);
  });

  test('gives what stands behind its start and matches', async () => {
    const matches = ({ nativeId }: { readonly nativeId: string }): boolean => nativeId !== 'j5';
    const stream = streamOf([feedOf(ALL, [ALL])], { start: after('j9'), matches });
    await stream.advance();
    assert.deepEqual(headsOf(stream), ['j7', 'j3', 'end']);
  });

  test('is read once for two who wait for the same', async () => {
    const stream = streamOf([feedOf(ALL, [['j9'], ['j7', 'j5', 'j3']])]);
    await Promise.all([stream.advance(), stream.advance()]);
    assert.deepEqual(headsOf(stream), ['j9', 7]);
  });

  test('reads ahead until so many rows are at hand', async () => {
    const stream = streamOf([feedOf(ALL, [['j9'], ['j7'], ['j5'], ['j3']])]);
    await stream.readAhead(3, () => true);
    assert.deepEqual(headsOf(stream), ['j9', 'j7', 'j5', 3]);
  });

  test('reads ahead no longer than others are waited for', async () => {
    const stream = streamOf([feedOf(ALL, [['j9'], ['j7'], ['j5'], ['j3']])]);
    await stream.readAhead(3, () => stream.rows.length < 2);
    assert.deepEqual(headsOf(stream), ['j9', 'j7', 5]);
  });

  test('is over where a cursor says so, or where nothing of it can be wanted', () => {
    const over = { hint: { ...NO_HINT, watermark: 'end' as const } };
    assert.deepEqual(headsOf(streamOf([feedOf(ALL, [ALL])], over)), ['end']);
    assert.deepEqual(headsOf(streamOf([feedOf(ALL, [ALL])], { outset: END })), ['end']);
    assert.deepEqual(headsOf(streamOf([feedOf(ALL, [ALL])], { firstRank: 2, lastRank: 1 })), ['end']);
  });

  test('a failure is told to who reads, and to the source', async () => {
    const failures: unknown[] = [];
    const failure = new RangeError('down');
    const stream = streamOf([feedOf(ALL, [failure, ALL])], { onFailed: (error) => failures.push(error) });
    await assert.rejects(stream.advance(), failure);
    await stream.advance();
    assert.deepEqual([headsOf(stream), failures], [[...ALL, 'end'], [failure]]);
  });
});

describe('a hint is the same', () => {
  test('whether the next row is at hand or only known to be the next', async () => {
    const [one, other] = [
      streamOf([
        feedOf(ALL, [
          ['j9', 'j7'],
          ['j5', 'j3'],
        ]),
      ]),
      streamOf([feedOf(ALL, [ALL])]),
    ];
    await Promise.all([one.advance(), other.advance()]);
    const key = jobAt('j7').key;
    assert.deepEqual(one.hintAfter(2, key), other.hintAfter(2, key));
    assert.deepEqual(one.hintAfter(2, key), {
      ...NO_HINT,
      index: 1,
      watermark: { time: 5 },
      anchors: marks(ALL, 'j9', 'j7'),
    });
  });

  test('whether a job was read or is known from an earlier page', async () => {
    const fetched = { keepsWholeHint: false };
    const read = streamOf([wholeOf(['j7'])], fetched);
    await read.advance();
    const known = streamOf([wholeOf(['j7'])], { ...fetched, outset: -7 });
    assert.deepEqual(known.hintAfter(0, jobAt('j9').key), read.hintAfter(0, jobAt('j9').key));
    const unlike = streamOf([wholeOf(['j7'])], { ...fetched, matches: () => false });
    await unlike.advance();
    assert.deepEqual(unlike.hintAfter(0, jobAt('j9').key), read.hintAfter(0, jobAt('j9').key));
    assert.equal(unlike.hintAfter(0, jobAt('j6').key).watermark, 'end');
  });

  test('however far a list that is a little out of order was read', async () => {
    const all = ['j9', 'j5', 'j7', 'j3', 'j2'];
    const one = streamOf([feedOf(all, [['j9'], ['j5', 'j7'], ['j3', 'j2']], 2)]);
    const other = streamOf([feedOf(all, [['j9', 'j5', 'j7', 'j3'], ['j2']], 2)]);
    await Promise.all([one.advance(), other.advance()]);
    const key = jobAt('j9').key;
    assert.deepEqual(one.hintAfter(1, key), other.hintAfter(1, key));
  });
});

test('a list a little out of order keeps the marks of the rows that stand furthest, whenever they were given', async () => {
  const all = ['j8', 'j6', 'j7', 'j5', 'j4', 'j9'];
  const hint = { ...NO_HINT, slack: 5, anchors: marks(all, 'j9', 'j8') };
  const stream = streamOf([feedOf(all, [['j7', 'j6', 'j5', 'j4']], 5)], { hint, start: after('j8') });
  await stream.advance();
  assert.deepEqual(stream.hintAfter(2, jobAt('j6').key).anchors, marks(all, 'j6', 'j7', 'j9'));
});

describe('a list that proves out of order', () => {
  test('is opened anew, and what it gave does not count', async () => {
    const seen: DisorderError[] = [];
    const disorder = new DisorderError(7);
    const stream = streamOf([feedOf(ALL, [['j9'], disorder]), wholeOf(['j3', 'j9'])], {
      onDisorder: (error) => seen.push(error),
    });
    assert.equal(await stream.advance(), 'read');
    assert.equal(await stream.advance(), 'restart');
    await stream.advance();
    assert.deepEqual([headsOf(stream), seen], [['j9', 'j3', 'end'], [disorder]]);
  });

  test('before it has told anything it is no matter of beginning anew', async () => {
    const stream = streamOf([feedOf(ALL, [new DisorderError()]), wholeOf(['j3', 'j9'])]);
    assert.equal(await stream.advance(), 'read');
    assert.deepEqual(headsOf(stream), ['j9', 'j3', 'end']);
  });

  test('and proves not to need it once it was read whole, is opened as the next walk will open it', async () => {
    const all = ['j9', 'j5', 'j7'];
    const further = feedOf(all, [['j9', 'j7', 'j5']], 2);
    const stream = streamOf([wholeOf(all), further]);
    await stream.advance();
    assert.equal(stream.hintAfter(3, jobAt('j5').key).slack, 2);
    const midway = streamOf([wholeOf(all, { start: after('j9') }), further], { start: after('j9') });
    await midway.advance();
    assert.deepEqual(midway.hintAfter(2, jobAt('j5').key).whole, { passed: null });
  });
});

describe('how much of a list is read at once', () => {
  /** What the first reading asks for, of a page that misses 21 rows, after the walk gave 40 and came to the list's row 160. */
  async function firstWant(options: Partial<ListStreamOptions>): Promise<number> {
    let wanted = 0;
    const feed = feedOf(ALL, [ALL]);
    const next = (want: number): Promise<Batch> => {
      wanted = want;
      return feed.next(want);
    };
    const stream = streamOf(
      [{ slack: 0, search: null, frontier: START, hintAt: feed.hintAt, indexOf: feed.indexOf, next }],
      {
        hint: { ...NO_HINT, index: 160, watermark: { time: 9 } },
        need: () => ({ share: 10, most: 21, given: 40 }),
        matches: () => false,
        ...options,
      },
    );
    await stream.advance();
    return wanted;
  }
  const need = (given: number) => ({ need: () => ({ share: 10, most: 21, given }) });

  test('of which nothing has matched yet: twice as far as the page is likely to get', async () => {
    assert.equal(await firstWant({}), 168);
  });
  test('no more than a thousand rows', async () => {
    assert.equal(await firstWant(need(1)), 1_000);
  });
  test('its share where all rows match, or some did, or nothing is known of the walk', async () => {
    const hint = { ...NO_HINT, index: 160 };
    assert.equal(await firstWant({ matches: null }), 10);
    assert.equal(await firstWant({ hint: { ...hint, anchors: [1] } }), 10);
    assert.equal(await firstWant({ hint: NO_HINT }), 10);
    assert.equal(await firstWant(need(0)), 10);
  });
  test('its share where a search led into the list, which passed what it did not read', async () => {
    assert.equal(await firstWant({ beginsMidway: true }), 10);
  });
  test('its share against the order of the vendor’s list, where an index does not tell how far the walk came', async () => {
    assert.equal(await firstWant({ placeOf: (index) => -index }), 10);
  });
});

test('a whole list tells how many of its rows match, and whether that is all', async () => {
  const stream = streamOf([wholeOf(ALL), wholeOf(ALL)], { matches: ({ nativeId }) => nativeId !== 'j9' });
  await stream.advance();
  assert.deepEqual(await stream.count(), { atLeast: 3, isExact: true });
});

test('a budget that is spent says so', () => {
  const budget = createScanBudget(1);
  const stream = streamOf([feedOf(ALL, [ALL])], { budget });
  assert.equal(stream.mayScanOn(), true);
  budget.spend(1);
  assert.equal(stream.mayScanOn(), false);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { LIST_START, unwalked } from '../../../../src/connection/cursor/walk-state.ts';
import { resume } from '../../../../src/connection/merge/lane.ts';
import { type FakeStream, fakeStream, type Step } from './fake-stream.ts';
import { after, before, behindOf, type MergeAsked, rowsOf, startMerge } from './start-merge.ts';

async function fill(asked: MergeAsked) {
  const merge = startMerge(asked);
  const ending = await merge.fill();
  return { merge, ending, rows: rowsOf(merge) };
}

/** At most for a second, after which the test says what is missing. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await setTimeout(5);
}

test('rows of many streams come in one order, ties by source', async () => {
  const streams = [fakeStream('b', [9, 5, 1]), fakeStream('a', [7, 5]), fakeStream('c', [{ upTo: 3 }])];
  const { ending, rows } = await fill({ streams });
  assert.deepEqual([rows, ending], [['b9', 'a7', 'a5', 'b5', 'b1'], 'exhausted']);
});

test('upwards it is the same in the other order', async () => {
  const direction = 'up';
  const streams = [fakeStream('b', [1, 5], { direction }), fakeStream('a', [5, 7], { direction })];
  const { merge, rows } = await fill({ streams, direction, size: 3 });
  assert.deepEqual(rows, ['b1', 'b5', 'a5']);
  assert.deepEqual(merge.commonAfter(3), before('a', 5));
});

test('a page is full only where a next row is known', async () => {
  const endings = [0, 2, 3, 4].map(async (size) => {
    const { ending, rows } = await fill({ streams: [fakeStream('a', [9, 7]), fakeStream('b', [8])], size });
    return `${rows.join(' ')}, ${ending}`;
  });
  assert.deepEqual(await Promise.all(endings), [
    ', full',
    'a9 b8, full',
    'a9 b8 a7, exhausted',
    'a9 b8 a7, exhausted',
  ]);
});

describe('a stream is read only when the next row may come from it', () => {
  test('so one whose rows all come later is read once', async () => {
    const [a, b] = [fakeStream('a', [9, 8, 7, 6, 5]), fakeStream('b', [4, 3, 2])];
    await fill({ streams: [a, b], size: 2 });
    assert.deepEqual([a.reads(), b.reads()], [2, 1]);
  });

  test('one that may have a row of the same instant is read', async () => {
    const [a, b] = [fakeStream('a', [9]), fakeStream('b', [9], { watermark: 9 })];
    const { rows } = await fill({ streams: [a, b], size: 1 });
    assert.deepEqual([rows, b.reads()], [['a9'], 1]);
  });
});

describe('of a hundred streams of which a cursor knows where they go on', () => {
  const times = Array.from({ length: 100 }, (_, i) => i + 1);
  const newest = (count: number): number[] => times.toReversed().slice(0, count);

  /** `isThere`: whether a stream has a row where it is known that nothing stands before. */
  async function fillFrom(size: number, isThere: (time: number) => boolean = () => true, knowsNext = false) {
    const streams = times.map((time) =>
      fakeStream('s', [isThere(time) ? time : { upTo: time }], { watermark: time, knowsNext }),
    );
    const { ending, merge } = await fill({ streams, size });
    const found = merge.rows.map(({ job }) => job.createdAt);
    return { ending, found, read: newest(100).filter((time) => streams[time - 1]?.reads() === 1) };
  }

  test('only those are read that the page may need', async () => {
    assert.deepEqual(await fillFrom(30), { ending: 'full', found: newest(30), read: newest(31) });
  });

  test('a small page reads a few of them at once where none may have a row', async () => {
    assert.deepEqual(await fillFrom(2), { ending: 'full', found: newest(2), read: newest(16) });
  });

  test('and no more than it misses rows where each is known to have one', async () => {
    const filled = await fillFrom(2, () => true, true);
    assert.deepEqual(filled, { ending: 'full', found: newest(2), read: newest(3) });
  });

  test('where those turn out to have nothing, the next ones are read', async () => {
    const { found, read } = await fillFrom(3, (time) => time <= 40);
    assert.deepEqual([found, read], [[40, 39, 38], newest(64)]);
  });
});

/** A stream whose readings end when the test says so. */
function held(stream: FakeStream): { readonly stream: FakeStream; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { advance } = stream;
  return { stream: Object.assign(stream, { advance: () => promise.then(advance) }), release: resolve };
}

describe('while one stream is slow', () => {
  test('those that can still be read have the rest of the page ready', async () => {
    const [a, failed, slow] = [fakeStream('a', [9, 8, 7]), fakeStream('b', ['fail']), fakeStream('c', [6])];
    const { stream: waiting, release } = held(slow);
    let isIdle = (): boolean => true;
    const { readAhead } = a;
    const eager = Object.assign(a, {
      readAhead: async (rows: number, isIdleNow: () => boolean) => {
        isIdle = isIdleNow;
        await readAhead(rows, isIdleNow);
        if (rows === 3) release();
      },
    });
    const { rows } = await fill({ streams: [eager, failed, waiting], size: 3, patienceMs: 1 });
    assert.deepEqual(rows, ['a9', 'a8', 'a7']);
    assert.deepEqual([a.wantedAhead, failed.wantedAhead], [[2, 3], []]);
    assert.equal(isIdle(), false, 'the slow one has come');
  });

  test('of a hundred others only those are read on that may have a row on the page', async () => {
    const { stream: slow, release } = held(fakeStream('slow', [200]));
    const others = Array.from({ length: 100 }, (_, i) => fakeStream('s', [i + 1], { watermark: i + 1 }));
    const filling = fill({ streams: [slow, ...others], size: 20, patienceMs: 1 });
    await until(() => others.filter(({ wantedAhead }) => wantedAhead.length > 0).length >= 21);
    const read = others
      .filter(({ wantedAhead }) => wantedAhead.length > 0)
      .map(({ rows }) => rows[0]?.key.time);
    release();
    assert.equal((await filling).rows.length, 20);
    assert.deepEqual(
      read,
      Array.from({ length: 21 }, (_, i) => 80 + i),
    );
  });

  test('the next ones are read where the first turn out to have nothing', async () => {
    const { stream: slow, release } = held(fakeStream('slow', [200]));
    const others = Array.from({ length: 100 }, (_, i) =>
      fakeStream('s', [i < 40 ? i + 1 : { upTo: i + 1 }], { watermark: i + 1 }),
    );
    const filling = fill({ streams: [slow, ...others], size: 2, patienceMs: 1 });
    const readAhead = () => others.filter(({ wantedAhead }) => wantedAhead.length > 0);
    await until(() => readAhead().length > 60);
    // What would be looked at once more has the time for it.
    await setTimeout(50);
    const read = readAhead();
    release();
    await filling;
    assert(read.length > 60 && read.length <= 60 + 16, `${read.length} were read`);
  });

  test('one that fails or has no more is not asked again', async () => {
    const { stream: slow, release } = held(fakeStream('slow', [200]));
    const failed = fakeStream('f', [9, 'fail'], { watermark: 9 });
    const filling = fill({ streams: [slow, failed], size: 5, patienceMs: 1 });
    await until(() => failed.wantedAhead.length > 1);
    await setTimeout(50);
    release();
    await filling;
    assert.deepEqual(failed.wantedAhead, [1, 2]);
  });

  test('that goes on only as long as it is slow', async () => {
    const [a, b] = [fakeStream('a', [9, 8]), fakeStream('b', [7])];
    await fill({ streams: [a, b], patienceMs: 60_000 });
    assert.deepEqual([a.wantedAhead, b.wantedAhead], [[], []]);
  });
});

describe('a stream that fails', () => {
  test('leaves the page to the others', async () => {
    const { rows, ending } = await fill({ streams: [fakeStream('a', ['fail']), fakeStream('b', [9, 8])] });
    assert.deepEqual([rows, ending], [['b9', 'b8'], 'exhausted']);
  });

  test('gives what it had at hand, and stands behind that from then on', async () => {
    const { merge, rows } = await fill({ streams: [fakeStream('a', [7, 'fail']), fakeStream('b', [8, 6])] });
    assert.deepEqual(rows, ['b8', 'a7', 'b6']);
    assert.deepEqual(merge.lanes[0]?.stopped, { rows: 2, place: after('a', 7) });
    assert.equal(merge.lanes[0]?.error?.code, 'UPSTREAM_TIMEOUT');
  });

  test('stands where it is known that nothing is wanted before', async () => {
    const streams = [fakeStream('a', [{ upTo: 5 }, 'fail']), fakeStream('b', [8, 2])];
    const { merge } = await fill({ streams });
    const { place } = merge.lanes[0]?.stopped ?? assert.fail('not stopped');
    assert.equal(place.kind === 'key' && place.key.time, 5);
  });

  test('has not stopped as long as the page does not get to what it could not read', async () => {
    const failed = fakeStream('a', ['fail'], { watermark: 5 });
    const { merge, ending } = await fill({ streams: [failed, fakeStream('b', [8, 7, 6])], size: 2 });
    assert.deepEqual([ending, merge.lanes[0]?.stopped], ['full', null]);
  });

  test('by a mistake of our own fails the page', async () => {
    await assert.rejects(fill({ streams: [fakeStream('a', [9, 'bug'])] }), RangeError);
  });

  test('that goes on later has late rows, up to where the others stand', async () => {
    const steps: Step[] = ['fail'];
    const { merge } = await fill({ streams: [fakeStream('a', steps), fakeStream('b', [8])] });
    steps.splice(0, 1, 9, 7);
    for (const lane of merge.lanes) resume(lane);
    assert.equal(await merge.fill(), 'exhausted');
    assert.deepEqual(rowsOf(merge), ['b8', 'late a9', 'a7']);
  });

  test('that goes on and fails again stands where it stood', async () => {
    const { merge } = await fill({ streams: [fakeStream('a', [9, 'fail']), fakeStream('b', [8])] });
    for (const lane of merge.lanes) resume(lane);
    await merge.fill();
    assert.deepEqual(merge.lanes[0]?.stopped, { rows: 2, place: after('a', 9) });
  });
});

describe('rows of a stream that was behind', () => {
  const from = { ...unwalked(after('b', 6), 'down'), behind: behindOf({ a: after('a', 10) }) };

  test('come late, before the others, until it has caught up', async () => {
    const { rows } = await fill({ streams: [fakeStream('a', [9, 7, 3]), fakeStream('b', [5, 1])], from });
    assert.deepEqual(rows, ['late a9', 'late a7', 'b5', 'a3', 'b1']);
  });

  test('leave the common place where it is', async () => {
    const { merge } = await fill({ streams: [fakeStream('a', [9, 7, 3])], from, size: 2 });
    assert.deepEqual(
      [1, 2].map((rows) => merge.commonAfter(rows)),
      [from.common, from.common],
    );
  });

  test('that fails on its way stands behind the last of them', async () => {
    const { merge } = await fill({ streams: [fakeStream('a', [9, 'fail']), fakeStream('b', [5])], from });
    assert.deepEqual(merge.lanes[0]?.stopped?.place, after('a', 9));
  });

  test('that fails at once keeps the place that it had', async () => {
    const { merge } = await fill({ streams: [fakeStream('a', ['fail']), fakeStream('b', [5])], from });
    assert.deepEqual(merge.lanes[0]?.stopped?.place, after('a', 10));
  });
});

describe('a list that proves out of order', () => {
  test('begins the page anew, so that one cursor gives one page', async () => {
    const { rows } = await fill({
      streams: [fakeStream('a', [7, 6, 'restart', 9, 7, 6, 5]), fakeStream('b', [8, 5])],
    });
    assert.deepEqual(rows, ['a9', 'b8', 'a7', 'a6', 'a5', 'b5']);
  });

  test('takes back what was late, too, and asks for a whole page again', async () => {
    const from = { ...unwalked(after('b', 6), 'down'), behind: behindOf({ a: LIST_START }) };
    const missing: number[] = [];
    const { rows, merge } = await fill({
      streams: [fakeStream('a', [8, 'restart', 9, 8])],
      from,
      size: 5,
      onMissing: (count) => missing.push(count),
    });
    assert.deepEqual(rows, ['late a9', 'late a8']);
    assert.deepEqual(merge.lanes[0]?.taken, [1, 2]);
    const changes = missing.filter((count, i) => count !== missing[i - 1]);
    assert.deepEqual(changes, [5, 6, 5, 4]);
  });

  test('leaves to the others what they have at hand', async () => {
    const { rows, merge } = await fill({
      streams: [fakeStream('a', [9, 6, 'restart', 9, 6, 5]), fakeStream('b', [7, 'fail'])],
    });
    assert.deepEqual(rows, ['a9', 'b7', 'a6', 'a5']);
    assert.deepEqual(merge.lanes[1]?.stopped, { rows: 2, place: after('b', 7) });
  });
});

describe('a stream whose scan budget is spent', () => {
  const tired = (): FakeStream => fakeStream('a', [{ upTo: 5 }, 4], { mayScanOn: false });

  test('ends the page once there is a row, after all that stand before the place it has come to', async () => {
    const stream = tired();
    const { rows, ending } = await fill({ streams: [stream, fakeStream('b', [9, 6, 4])] });
    assert.deepEqual(rows, ['b9', 'b6']);
    assert.deepEqual(ending, { scanLimit: stream });
  });

  test('reads on all the same while the page has no row', async () => {
    const { rows } = await fill({ streams: [tired(), fakeStream('b', [3])] });
    assert.deepEqual(rows, ['a4', 'b3']);
  });

  test('does not end a page that needs nothing more of it', async () => {
    const { rows, ending } = await fill({ streams: [tired(), fakeStream('b', [9, 8, 7])], size: 2 });
    assert.deepEqual([rows, ending], [['b9', 'b8'], 'full']);
  });
});

test('lanes that are added later take part in the same page', async () => {
  const { merge } = await fill({ streams: [fakeStream('a', [9, 5])] });
  merge.lanes.push(...startMerge({ streams: [fakeStream('b', [7, 4])] }).lanes);
  assert.equal(await merge.fill(), 'exhausted');
  assert.deepEqual(rowsOf(merge), ['a9', 'a5', 'late b7', 'b4']);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  boundAfter,
  LIST_START,
  type Position,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import { resume } from '../../../../src/connection/merge/lane.ts';
import type { Merge } from '../../../../src/connection/merge/merge.ts';
import { walkStateAfter } from '../../../../src/connection/merge/walk-state-after.ts';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import { compareKeys, firstKeyAt } from '../../../../src/model/sort-key.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { type FakeStream, fakeStream, hintFor, keyOf, type Step } from './fake-stream.ts';
import {
  after,
  at,
  atLate,
  behindOf,
  type MergeAsked,
  positionOf,
  rosterOf,
  rowsOf,
  startMerge,
} from './start-merge.ts';

async function fill(asked: MergeAsked): Promise<Merge> {
  const merge = startMerge(asked);
  await merge.fill();
  return merge;
}

/** The cursor of the last row, as the two things that tell where the walk goes on. */
function placesOf(merge: Merge, count = merge.rows.length, side: 'at' | 'passed' = 'at') {
  const { common, behind } = walkStateAfter(merge, count, side);
  return { common, behind };
}

const NOBODY = behindOf({});

/** Nothing of this time or a later one has been passed. */
const beforeTime = (time: number): Position => ({
  kind: 'key',
  key: firstKeyAt(time, 'down'),
  side: 'after',
});

test('a cursor at a row stands at that row, and no stream is behind', async () => {
  const merge = await fill({ streams: [fakeStream('a', [9, 7]), fakeStream('b', [8])] });
  assert.deepEqual(
    [1, 2, 3].map((count) => placesOf(merge, count)),
    [at('a', 9), at('b', 8), at('a', 7)].map((common) => ({ common, behind: NOBODY })),
  );
});

test('upwards, too', async () => {
  const merge = await fill({ streams: [fakeStream('a', [5, 7], { direction: 'up' })], direction: 'up' });
  assert.deepEqual(placesOf(merge, 1), { common: at('a', 5), behind: NOBODY });
  assert.equal(walkStateAfter(merge, 1, 'at').direction, 'up');
});

test('after no row it stands where the page began', async () => {
  const from = unwalked(after('a', 10), 'down');
  const merge = await fill({ streams: [fakeStream('a', [9])], from });
  assert.deepEqual(placesOf(merge, 0), { common: from.common, behind: NOBODY });
});

test('rows that were read and not taken do not move it', async () => {
  const merge = await fill({ streams: [fakeStream('a', [9, 8, 7])], size: 1 });
  assert.deepEqual(placesOf(merge), { common: at('a', 9), behind: NOBODY });
});

describe('a stream that fails keeps its place', () => {
  test('from the beginning: where the page began', async () => {
    const from = unwalked(after('b', 20), 'down');
    const merge = await fill({ streams: [fakeStream('a', ['fail']), fakeStream('b', [9])], from });
    assert.deepEqual(placesOf(merge), { common: at('b', 9), behind: behindOf({ a: after('b', 20) }) });
  });

  test('half way: where the page had come to, from the row on at which it was missed', async () => {
    const merge = await fill({ streams: [fakeStream('a', [7, 'fail']), fakeStream('b', [8, 6])] });
    assert.deepEqual(placesOf(merge, 2), { common: at('a', 7), behind: NOBODY });
    assert.deepEqual(placesOf(merge, 3), { common: at('b', 6), behind: behindOf({ a: after('a', 7) }) });
  });

  test('where nothing has passed since, it is not behind at all', async () => {
    const merge = await fill({ streams: [fakeStream('a', [7, 'fail'])] });
    assert.deepEqual(placesOf(merge), { common: at('a', 7), behind: NOBODY });
  });

  test('where it is known that nothing stands before its place, it is not behind either', async () => {
    const streams = [fakeStream('a', [{ upTo: 5 }, 'fail']), fakeStream('b', [8, 6])];
    assert.deepEqual(placesOf(await fill({ streams })), { common: at('b', 6), behind: NOBODY });
  });
});

test('a stream that stopped and goes on is behind until the last of its late rows', async () => {
  const steps: Step[] = [9, 'fail'];
  const merge = await fill({ streams: [fakeStream('a', steps), fakeStream('b', [8, 6])] });
  steps.splice(1, 1, 7, 5);
  for (const lane of merge.lanes) resume(lane);
  await merge.fill();
  assert.deepEqual(rowsOf(merge), ['a9', 'b8', 'b6', 'late a7', 'a5']);
  assert.deepEqual(
    [2, 3, 4, 5].map((count) => placesOf(merge, count)),
    [
      { common: at('b', 8), behind: NOBODY },
      { common: at('b', 6), behind: behindOf({ a: beforeTime(7) }) },
      { common: after('b', 6), behind: atLate(at('a', 7)) },
      { common: at('a', 5), behind: NOBODY },
    ],
  );
});

test('a stream that stops again and again is behind from the first time on', async () => {
  const steps: Step[] = [{ upTo: 8.5 }, 'fail', 'fail', 'fail'];
  const merge = await fill({ streams: [fakeStream('a', steps), fakeStream('b', [9, 8, 6])] });
  const once = [1, 2, 3].map((count) => placesOf(merge, count));
  for (const _ of ['once', 'twice']) {
    for (const lane of merge.lanes) resume(lane);
    await merge.fill();
  }
  const [, second, third] = once.map(({ behind }) => [...behind.values()]);
  assert.equal(second?.length, 1);
  assert.deepEqual(second, third);
  assert.deepEqual(
    [1, 2, 3].map((count) => placesOf(merge, count)),
    once,
  );
});

test('a stream that stopped, and whose rows come all the same, is behind from the last of them on', async () => {
  const failing = Object.assign(fakeStream('a', [8, 7, 5], { watermark: 9 }), {
    advance: () => Promise.reject(new SourceError({ code: 'UPSTREAM_LATE', message: 'a is late' })),
  });
  const merge = startMerge({
    streams: [failing, fakeStream('b', [9, 6, 4])],
    size: 4,
    onMissing: (rows) => void (rows === 4 && failing.readAhead(2, () => true)),
  });
  await merge.fill();
  assert.deepEqual(rowsOf(merge), ['b9', 'a8', 'a7', 'b6']);
  assert.deepEqual(placesOf(merge), { common: at('b', 6), behind: behindOf({ a: after('a', 7) }) });
  assert.deepEqual(placesOf(merge, 2), { common: at('a', 8), behind: NOBODY });
});

describe('a stream that was behind', () => {
  const from: WalkState = { ...unwalked(after('b', 6), 'down'), behind: behindOf({ a: after('a', 10) }) };
  const fillFrom = (a: readonly Step[], b: readonly number[], size = 10) =>
    fill({ streams: [fakeStream('a', a), fakeStream('b', b)], from, size });

  test('moves by its own rows, and the common place stays', async () => {
    const merge = await fillFrom([9, 7, 3], [5], 2);
    assert.deepEqual(placesOf(merge, 1), { common: from.common, behind: behindOf({ a: at('a', 9) }) });
  });

  test('stands with the others once it has caught up; only the row of the cursor is where it is', async () => {
    const merge = await fillFrom([9, 7, 3], [5, 1]);
    assert.deepEqual(placesOf(merge, 2), { common: from.common, behind: atLate(at('a', 7)) });
    assert.deepEqual(placesOf(merge), { common: at('b', 1), behind: NOBODY });
  });

  test('keeps the place that it had where it fails again', async () => {
    assert.deepEqual(placesOf(await fillFrom(['fail'], [5])).behind, from.behind);
    assert.deepEqual(placesOf(await fillFrom([9, 'fail'], [5])).behind, behindOf({ a: after('a', 9) }));
  });

  test('comes as far as it is known that nothing of it is wanted', async () => {
    const merge = await fillFrom([{ upTo: 8 }, 'fail'], [5]);
    const place = positionOf(walkStateAfter(merge, 1, 'at'), 'a');
    assert.equal(place.kind === 'key' && place.key.time, 8);
  });

  test('and has nothing any more stands with the others', async () => {
    const merge = await fillFrom([{ upTo: 8 }], [5]);
    assert.deepEqual(placesOf(merge), { common: at('b', 5), behind: NOBODY });
  });
});

test('a stream whose next row stands before one that was given is behind from just before that row on', async () => {
  const merge = await fill({ streams: [fakeStream('a', [7, 9, 8])], size: 1 });
  assert.deepEqual(rowsOf(merge), ['a7']);
  assert.deepEqual(placesOf(merge), { common: at('a', 7), behind: behindOf({ a: beforeTime(9) }) });
});

describe('the roster has every stream that the walk has met', () => {
  test('those of this page, and those of earlier ones that nobody finds now', async () => {
    const from = { ...unwalked(after('b', 20), 'down'), roster: rosterOf('gone', 'b') };
    const merge = await fill({ streams: [fakeStream('a', [9]), fakeStream('b', [8])], from });
    assert.deepEqual(walkStateAfter(merge, 2, 'at').roster, rosterOf('gone', 'a', 'b'));
  });

  test('one that nobody finds now keeps its place', async () => {
    const from: WalkState = {
      ...unwalked(after('b', 20), 'down'),
      roster: rosterOf('gone', 'late', 'b'),
      behind: behindOf({ late: after('c', 30) }),
    };
    const merge = await fill({ streams: [fakeStream('b', [9])], from });
    assert.deepEqual(placesOf(merge).behind, behindOf({ gone: after('b', 20), late: after('c', 30) }));
  });

  test('but is not behind before the page has passed its place', async () => {
    const from = { ...unwalked(after('b', 20), 'down'), roster: rosterOf('gone', 'b') };
    const merge = await fill({ streams: [fakeStream('b', [9])], from });
    assert.deepEqual(placesOf(merge, 0), { common: from.common, behind: NOBODY });
  });
});

describe('hints', () => {
  test('are those of each stream after its part of the rows, at its place', async () => {
    const from = { ...unwalked(after('b', 20), 'down'), behind: behindOf({ c: after('c', 30) }) };
    const streams = [fakeStream('a', [9, 7]), fakeStream('b', [8]), fakeStream('c', ['fail'])];
    const { hints } = walkStateAfter(await fill({ streams, from }), 2, 'at');
    const expected = {
      a: hintFor(1, keyOf('b', 8)),
      b: hintFor(1, keyOf('b', 8)),
      c: hintFor(0, keyOf('c', 30)),
    };
    assert.deepEqual(hints, new Map(Object.entries(expected).map(([id, hint]) => [streamMark(id), hint])));
  });

  test('of a stream that nobody finds now are kept', async () => {
    const kept = { ...NO_HINT, index: 7 };
    const from = { ...unwalked(LIST_START, 'down'), hints: new Map([[streamMark('gone'), kept]]) };
    const { hints } = walkStateAfter(await fill({ streams: [fakeStream('a', [9])], from }), 1, 'at');
    assert.equal(hints.get(streamMark('gone')), kept);
  });
});

describe('what is known of the size of the list', () => {
  const from = { ...unwalked(after('a', 20), 'down'), given: 30 };

  test('grows by the rows that are given, whatever else happens to be at hand', async () => {
    const merge = await fill({ streams: [fakeStream('a', [9, 8, 7]), fakeStream('b', [6])], from, size: 1 });
    const { given, atLeast } = walkStateAfter(merge, 1, 'at');
    assert.deepEqual([given, atLeast], [31, 0]);
  });

  test('does not fall', async () => {
    const merge = await fill({ streams: [fakeStream('a', [9])], from: { ...from, atLeast: 500 } });
    assert.equal(walkStateAfter(merge, 1, 'at').atLeast, 500);
  });
});

describe('beyond the last row, past what was read and did not match', () => {
  const tired = (id: string, upTo: number): FakeStream => fakeStream(id, [{ upTo }, 1], { mayScanOn: false });
  const passed = (merge: Merge) => walkStateAfter(merge, merge.rows.length, 'passed');
  const timeOf = (place: Position) => (place.kind === 'key' ? place.key.time : place.kind);

  test('stands the place down to which all streams have looked', async () => {
    const merge = await fill({ streams: [tired('a', 5), tired('c', 4), fakeStream('b', [9, 6, 3])] });
    assert.deepEqual(rowsOf(merge), ['b9', 'b6']);
    assert.deepEqual([timeOf(passed(merge).common), passed(merge).behind], [5, NOBODY]);
  });

  test('at most the instant of the next row, so that all of it is still to come', async () => {
    const merge = await fill({ streams: [fakeStream('b', [9, 6])], size: 1 });
    const { common } = passed(merge);
    assert.equal(common.kind, 'key');
    assert(common.kind === 'key' && compareKeys(common.key, keyOf('b', 6)) < 0);
    assert.equal(common.key.time, 6);
  });

  test('never a place before the last row', async () => {
    const merge = await fill({ streams: [fakeStream('a', [9, 9])], size: 1 });
    assert.deepEqual(passed(merge).common, after('a', 9));
  });

  test('of streams that are behind, each has a place of its own', async () => {
    const from = { ...unwalked(after('b', 3), 'down'), behind: behindOf({ a: LIST_START }) };
    const merge = startMerge({ streams: [tired('a', 5), fakeStream('b', [{ upTo: 2 }, 1])], from });
    const state = passed(merge);
    assert.deepEqual([timeOf(state.common), timeOf(positionOf(state, 'a'))], [2, 5]);
  });

  test('a stream that failed holds nobody back', async () => {
    const failed = fakeStream('c', [8, 'fail']);
    const merge = await fill({ streams: [tired('a', 5), fakeStream('b', [9, 6, 3]), failed] });
    const state = passed(merge);
    assert.deepEqual(rowsOf(merge), ['b9', 'c8', 'b6']);
    assert.deepEqual([timeOf(state.common), state.behind], [5, behindOf({ c: after('c', 8) })]);
  });

  test('upwards the same', async () => {
    const direction = 'up';
    const scanned = fakeStream('a', [{ upTo: 5 }, 9], { direction, mayScanOn: false });
    const merge = await fill({ streams: [scanned, fakeStream('b', [2, 7], { direction })], direction });
    assert.deepEqual(rowsOf(merge), ['b2']);
    assert.deepEqual(passed(merge).common, { kind: 'key', key: firstKeyAt(5, direction), side: 'before' });
  });
});

/** The rows of a stream that stand after its place. */
function resumed(id: string, times: readonly number[], state: WalkState): FakeStream {
  const bound = boundAfter(positionOf(state, id), 'CREATED_AT_DESC');
  return fakeStream(
    id,
    times.filter((time) => bound === null || compareKeys(keyOf(id, time), bound.key) > 0),
  );
}

test('a walk over a stream that fails on its first pages gives every row once', async () => {
  const seen: string[] = [];
  let state = unwalked(LIST_START, 'down');
  for (let page = 0; page < 6; page++) {
    const a = page < 2 ? fakeStream('a', ['fail']) : resumed('a', [9, 7, 5, 3, 1], state);
    const merge = await fill({ streams: [a, resumed('b', [8, 6, 4, 2], state)], from: state, size: 2 });
    seen.push(...rowsOf(merge));
    state = walkStateAfter(merge, merge.rows.length, 'at');
  }
  assert.deepEqual(seen, ['b8', 'b6', 'b4', 'b2', 'late a9', 'late a7', 'late a5', 'late a3', 'a1']);
});

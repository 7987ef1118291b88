import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  boundAfter,
  boundBefore,
  LIST_END,
  LIST_START,
  leavingRow,
  NO_STREAM,
  type Position,
  placeInOrder,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import type { Bound } from '../../../../src/datasource/feed/row-feed.ts';
import type { JobOrder } from '../../../../src/model/job-filter.ts';
import { directionOf, keyComparator, type SortKey } from '../../../../src/model/sort-key.ts';
import { after, at, atLate, before, behindOf } from '../merge/start-merge.ts';

test('a walk that has not begun has met no stream and given nothing', () => {
  assert.deepEqual(unwalked(LIST_END, 'up'), {
    direction: 'up',
    common: LIST_END,
    behind: new Map(),
    hints: new Map(),
    roster: new Set(),
    given: 0,
    atLeast: 0,
  });
});

describe('a cursor stands', () => {
  const state: WalkState = {
    ...unwalked(at('b', 6), 'down'),
    behind: behindOf({ a: after('a', 9), c: before('c', 8) }),
  };
  const late: WalkState = { ...state, common: after('b', 6), behind: behindOf({ a: at('a', 9) }) };

  test('for whoever comes from elsewhere where its row does, whatever was owed there', () => {
    assert.deepEqual(placeInOrder(state), at('b', 6));
    assert.deepEqual(placeInOrder(late), at('a', 9));
    assert.deepEqual(placeInOrder({ ...late, behind: atLate(at('a', 9)) }), at('a', 9));
    assert.deepEqual(placeInOrder({ ...late, behind: new Map() }), after('b', 6));
  });

  test('at no row once its walk has gone on', () => {
    assert.deepEqual(leavingRow(state, 'after'), { ...state, common: after('b', 6) });
    assert.deepEqual(leavingRow(late, 'after'), { ...late, behind: behindOf({ a: after('a', 9) }) });
    const caughtUp = { ...late, behind: atLate(at('a', 9)), roster: new Set([NO_STREAM, 7]) };
    assert.deepEqual(leavingRow(caughtUp, 'after'), { ...late, behind: new Map(), roster: new Set([7]) });
  });
});

const LATEST = 8.64e15;
const key = (time: number | null, sourceId: string, nativeId = 'x'): SortKey => ({
  time,
  sourceId,
  nativeId,
  originId: '',
});

/** Newest first, with the outermost places that a row can have. */
const ROWS: readonly SortKey[] = [
  key(LATEST, 'a', 'a'),
  key(LATEST, 'a', 'b'),
  key(5_000, 'm'),
  key(-LATEST, 'z'),
  key(null, 'a'),
  key(null, 'zzzzzz', 'zzzzzz'),
];

const MIDDLE = key(5_000, 'm');
const middle = (side: 'before' | 'at' | 'after'): Position => ({ kind: 'key', key: MIDDLE, side });

/** Rows on the far side of a bound, seen along `order`; `null` bounds nothing. */
function rowsPast(bound: Bound | null, order: JobOrder, sense: 1 | -1): SortKey[] {
  const compare = keyComparator(directionOf(order));
  return ROWS.filter((row) => {
    if (bound === null) return true;
    const past = compare(row, bound.key) * sense;
    return past > 0 || (past === 0 && bound.isInclusive);
  });
}

const places = (rows: readonly SortKey[]): number[] => rows.map((row) => ROWS.indexOf(row));

const ALL = [0, 1, 2, 3, 4, 5];
for (const order of ['CREATED_AT_DESC', 'CREATED_AT_ASC'] as const) {
  const isDown = order === 'CREATED_AT_DESC';
  const after = (position: Position) => places(rowsPast(boundAfter(position, order), order, 1));
  const before = (position: Position) => places(rowsPast(boundBefore(position, order), order, -1));

  test(`${order}: all rows stand between the start and the end`, () => {
    assert.deepEqual([after(LIST_START), before(LIST_START)], [ALL, []]);
    assert.deepEqual([after(LIST_END), before(LIST_END)], [[], ALL]);
  });

  test(`${order}: a place at a row excludes it on both sides`, () => {
    assert.deepEqual(after(middle('at')), isDown ? [3, 4, 5] : [0, 1]);
    assert.deepEqual(before(middle('at')), isDown ? [0, 1] : [3, 4, 5]);
  });

  test(`${order}: a place before a row has it behind, a place after a row has it in front`, () => {
    assert.deepEqual(after(middle('before')), isDown ? [2, 3, 4, 5] : [0, 1, 2]);
    assert.deepEqual(before(middle('before')), isDown ? [0, 1] : [3, 4, 5]);
    assert.deepEqual(after(middle('after')), isDown ? [3, 4, 5] : [0, 1]);
    assert.deepEqual(before(middle('after')), isDown ? [0, 1, 2] : [2, 3, 4, 5]);
  });
}

test('a stream has one mark, and another stream another', () => {
  assert.equal(streamMark('dc1/a'), streamMark('dc1/a'));
  assert.notEqual(streamMark('dc1/a'), streamMark('dc1/b'));
});

test('marks are the same in every process: cursors outlive it', () => {
  assert.equal(streamMark('dc1/a'), 0x95_69_05_9e_ac);
});

test('thousands of streams have as many marks, of 40 bits', () => {
  const marks = Array.from({ length: 20_000 }, (_, i) => streamMark(`dc1/${i}`));
  assert.equal(new Set(marks).size, 20_000);
  assert(marks.every((mark) => Number.isInteger(mark) && mark >= 0 && mark < 2 ** 40));
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  LIST_END,
  LIST_START,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import { walkOf } from '../../../../src/connection/page/open-fetch.ts';
import { type Hint, NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import { after, at, before, behindOf, rosterOf } from '../merge/start-merge.ts';
import { pageRequest } from './page-source.ts';

const walk = (fields: Partial<JobPageRequest>) => walkOf(pageRequest([], fields));

const HINT: Hint = { ...NO_HINT, index: 7, watermark: 'end', anchors: [1], slack: 30, tieSince: 5 };
const UNTIL = { anchors: [1], until: { time: 9, sourceId: 'a', nativeId: 'a9', originId: '' } };

/** A cursor of a walk down the list. */
const CURSOR: WalkState = {
  ...unwalked(at('a', 9), 'down'),
  behind: behindOf({ b: after('b', 20) }),
  hints: new Map([[streamMark('a'), HINT]]),
  roster: rosterOf('a', 'b'),
  given: 30,
  atLeast: 40,
};

test('without a cursor a walk begins at one end of the list', () => {
  assert.deepEqual(walk({}), {
    direction: 'down',
    outset: LIST_START,
    passedSide: 'after',
    from: unwalked(LIST_START, 'down'),
    until: null,
    hasBegun: false,
  });
  assert.deepEqual(walk({ isForward: false }), {
    direction: 'up',
    outset: LIST_END,
    passedSide: 'before',
    from: unwalked(LIST_END, 'up'),
    until: null,
    hasBegun: false,
  });
});

test('ascending, forward is up', () => {
  const order = 'CREATED_AT_ASC';
  assert.equal(walk({ order }).direction, 'up');
  assert.equal(walk({ order, isForward: false }).direction, 'down');
});

test('with a cursor it goes on from there', () => {
  const { from, hasBegun, until } = walk({ after: CURSOR });
  assert.deepEqual([from, hasBegun, until], [{ ...CURSOR, common: after('a', 9) }, true, null]);
});

test('the other cursor says where it ends', () => {
  assert.equal(walk({ before: CURSOR }).until, CURSOR);
  assert.equal(walk({ after: CURSOR, isForward: false }).until, CURSOR);
});

describe('a cursor that is used in the other direction', () => {
  const { from, hasBegun } = walk({ before: CURSOR, isForward: false });

  test('begins a walk of its own, past its row, behind which no stream is', () => {
    assert.equal(hasBegun, false);
    assert.deepEqual([from.common, from.behind], [before('a', 9), new Map()]);
    assert.deepEqual([from.direction, from.given, from.roster], ['up', 0, new Set()]);
  });

  test('keeps what is known of the list, and forgets what that walk had come to', () => {
    assert.equal(from.atLeast, 40);
    assert.deepEqual(from.hints.get(streamMark('a')), { ...NO_HINT, index: 7, slack: 30 });
  });

  test('a list that is read whole still is, and nothing of it was given out', () => {
    const hints = new Map([[streamMark('a'), { ...HINT, whole: { passed: UNTIL } }]]);
    const turned = walk({ before: { ...CURSOR, hints }, isForward: false });
    assert.deepEqual(turned.from.hints.get(streamMark('a'))?.whole, { passed: null });
  });
});

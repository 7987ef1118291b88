import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCursorCodec, createCursorSigner } from '../../../../src/connection/cursor/cursor-codec.ts';
import {
  LIST_END,
  LIST_START,
  type Position,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import { type Hint, NO_HINT, type Watermark } from '../../../../src/datasource/feed/hint.ts';
import type { JobFilter, JobOrder } from '../../../../src/model/job-filter.ts';
import { listCursor } from '../../../../src/resolvers/list-page.ts';

const signer = createCursorSigner('a key for tests only');
const codecOf = (filter: JobFilter = {}, order: JobOrder = 'CREATED_AT_DESC') =>
  createCursorCodec(signer, order, filter);

const codec = codecOf();

const keyAt = (
  time: number | null,
  nativeId = 'job-1',
  side: 'before' | 'at' | 'after' = 'after',
): Position => ({
  kind: 'key',
  side,
  key: { time, sourceId: 'deploys', nativeId, originId: '' },
});

const PLAIN = { noNullPrototype: true } as const;
const text = fc.string({ maxLength: 40, unit: 'binary' }).filter((value) => value.isWellFormed());
/** Close enough to any other time to be told by the distance. */
const anyTime = fc.option(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }));
const anyKey = fc.record(
  {
    time: anyTime,
    sourceId: text,
    nativeId: text,
    originId: text,
  },
  PLAIN,
);
const anySide = fc.constantFrom('before' as const, 'at' as const, 'after' as const);
const anyPosition: fc.Arbitrary<Position> = fc.oneof(
  fc.constantFrom(LIST_START, LIST_END),
  fc.record({ kind: fc.constant('key' as const), side: anySide, key: anyKey }, PLAIN),
);
const anyIndex = fc.nat({ max: 2 ** 31 - 1 }).map((index) => index * 512);
const anyMark = fc.nat({ max: 2 ** 31 - 1 });
const anyAnchors = fc.array(anyMark, { maxLength: 3 });
const anyWatermark: fc.Arbitrary<Watermark> = fc.oneof(
  fc.constantFrom('none' as const, 'end' as const),
  fc.record({ time: anyTime }, PLAIN),
);
const anyPassed = fc.record({ anchors: anyAnchors, until: anyKey }, PLAIN);
const anyPlace = fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }));
const anySearch = fc.record({ before: anyPlace, after: anyPlace, holds: fc.nat() }, PLAIN);
const anyHint: fc.Arbitrary<Hint> = fc
  .record(
    {
      index: fc.option(anyIndex),
      watermark: anyWatermark,
      anchors: anyAnchors,
      slack: fc.nat(),
      whole: fc.option(fc.record({ passed: fc.option(anyPassed) }, PLAIN)),
      search: fc.option(anySearch),
      tieSince: fc.option(fc.nat()),
    },
    PLAIN,
  )
  // A list that is read whole is not searched.
  .map((hint) => (hint.whole === null ? hint : { ...hint, search: null, tieSince: null }))
  .filter(
    ({ index, anchors, slack, whole, search }) =>
      index !== null || anchors.length + slack > 0 || whole !== null || search !== null,
  );
const mapOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Map<number, T>> =>
  fc.array(fc.tuple(fc.string().map(streamMark), value), { maxLength: 5 }).map((entries) => new Map(entries));

const anyState: fc.Arbitrary<WalkState> = fc
  .record(
    {
      direction: fc.constantFrom('down' as const, 'up' as const),
      common: anyPosition,
      behind: mapOf(anyPosition),
      hints: mapOf(anyHint),
      given: fc.nat(),
      atLeast: fc.nat(),
    },
    PLAIN,
  )
  .map((state) => ({ ...state, roster: new Set([...state.behind.keys(), ...state.hints.keys(), 7]) }));

/** Marks in their order, whichever way they came. */
const sorted = (state: WalkState) => ({
  ...state,
  behind: [...state.behind].sort(([a], [b]) => a - b),
  hints: [...state.hints].sort(([a], [b]) => a - b),
  roster: [...state.roster].sort((a, b) => a - b),
});

test('every state of a walk reads back as it was', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      assert.deepEqual(sorted(codec.decode(codec.encode(state), 'after')), sorted(state));
    }),
    { numRuns: 300 },
  );
});

test('one state has one cursor, whatever the order in which it came about', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const other = {
        ...state,
        behind: new Map([...state.behind].reverse()),
        hints: new Map([...state.hints].reverse()),
        roster: new Set([...state.roster].reverse()),
      };
      assert.equal(codec.encode(other), codec.encode(state));
    }),
    { numRuns: 100 },
  );
});

const CUT: WalkState = {
  ...unwalked(keyAt(1_700_000_000_000), 'down'),
  behind: new Map([[streamMark('a'), LIST_START]]),
  hints: new Map([[streamMark('b'), { ...NO_HINT, index: 4_711 }]]),
};

test('each bit of a cursor counts, and each of its characters', () => {
  const good = codec.encode(CUT);
  const bytes = Buffer.from(good, 'latin1');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const bad = Buffer.from(bytes);
    bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.throws(() => codec.decode(bad.toString('latin1'), 'after'), { code: 'CURSOR_INVALID' });
  }
  for (let length = 0; length < good.length; length++) {
    assert.throws(() => codec.decode(good.slice(0, length), 'after'), { code: 'CURSOR_INVALID' });
  }
});

test('what this gateway signed, but for another list or in another layout, is refused as well', () => {
  const otherLayout = signer.sign(Buffer.from([99, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]));
  const ofTasks = listCursor(signer, 'tasks/x', { index: 0, id: 't' });
  for (const foreign of [otherLayout, ofTasks]) {
    assert.throws(() => codec.decode(foreign, 'after'), { code: 'CURSOR_INVALID' });
  }
});

test('the error names the argument and says what to do', () => {
  assert.throws(() => codec.decode('rubbish', 'before'), {
    name: 'CursorError',
    code: 'CURSOR_INVALID',
    message: /`before`.*Start again without a cursor/,
  });
});

test('a cursor of another order does not fit', () => {
  assert.throws(() => codecOf({}, 'CREATED_AT_ASC').decode(codec.encode(CUT), 'after'), {
    code: 'CURSOR_MISMATCH',
    message: /another orderBy/,
  });
});

const FILTER: JobFilter = {
  statuses: ['FAILED', 'TIMED_OUT'],
  origins: [
    { sourceId: 'a', nativeId: '1' },
    { sourceId: 'b', nativeId: '2' },
  ],
  createdAfter: 5,
};

describe('a cursor fits filters that ask the same, and no other', () => {
  const cursor = codecOf(FILTER).encode(CUT);

  const same: Readonly<Record<string, JobFilter>> = {
    'fields in another order': {
      createdAfter: 5,
      origins: FILTER.origins ?? [],
      statuses: FILTER.statuses ?? [],
    },
    'items in another order': {
      ...FILTER,
      statuses: ['TIMED_OUT', 'FAILED'],
      origins: FILTER.origins?.toReversed() ?? [],
    },
    'an item twice': { ...FILTER, statuses: ['FAILED', 'TIMED_OUT', 'FAILED'] },
    'a field that asks nothing': { ...FILTER, notStatuses: [] },
  };
  for (const [what, filter] of Object.entries(same)) {
    test(what, () => assert.deepEqual(codecOf(filter).decode(cursor, 'after').common, CUT.common));
  }

  test('words in another case, where case does not count', () => {
    const [written, other] = [
      { kinds: ['Manual', 'Auto'], names: ['Nightly é'], nameContains: 'Nig' },
      { kinds: ['auto', 'MANUAL', 'manual'], names: ['NIGHTLY e\u0301'], nameContains: 'nIG' },
    ];
    const { common } = codecOf(other).decode(codecOf(written).encode(CUT), 'after');
    assert.deepEqual(common, CUT.common);
  });

  const other: Readonly<Record<string, JobFilter>> = {
    'no filter': {},
    'an item less': { ...FILTER, statuses: ['FAILED'] },
    'another instant': { ...FILTER, createdAfter: 6 },
    'one field more': { ...FILTER, kinds: [] },
    'ids of another source': {
      ...FILTER,
      origins: [
        { sourceId: 'b', nativeId: '1' },
        { sourceId: 'a', nativeId: '2' },
      ],
    },
  };
  for (const [what, filter] of Object.entries(other)) {
    test(what, () => {
      assert.throws(() => codecOf(filter).decode(cursor, 'after'), {
        code: 'CURSOR_MISMATCH',
        message: /another filter/,
      });
    });
  }
});

const UUID = '63a0c3c8-6ed8-41ad-9d59-0b4a5a1f9f3e';

/** As many streams as that, each with all that a hint can tell; a few of them behind, where one failure left them. */
function stateOf(streams: number, late = 0): WalkState {
  const marks = Array.from({ length: streams }, (_, i) => streamMark(`deploys/${UUID}-${i}`));
  const own = keyAt(1_600_000_000_000, `JOB${UUID}`);
  return {
    ...unwalked(keyAt(1_700_000_000_000, `JOB${UUID}`), 'down'),
    behind: new Map(marks.slice(0, late).map((mark) => [mark, own])),
    hints: new Map(
      marks.map((mark, i) => [
        mark,
        {
          ...NO_HINT,
          index: 20_000 + i,
          watermark: { time: 1_690_000_000_000 + i },
          anchors: [4_000_000_000 - i, 3_000_000_000 + i],
        },
      ]),
    ),
    roster: new Set(marks),
  };
}

test('a cursor over 50 streams has 2,048 characters at most, hints and all', () => {
  for (const late of [0, 50]) {
    const state = stateOf(50, late);
    const cursor = codec.encode(state);
    assert(cursor.length <= 2_048, `${late} late: ${cursor.length}`);
    assert.deepEqual(codec.decode(cursor, 'after').hints, state.hints);
  }
});

test('over thousands of streams the indexes go, and what keeps the walk exact and cheap stays', () => {
  const state = stateOf(3_000, 100);
  const cursor = codec.encode(state);
  assert(cursor.length <= 75_000, String(cursor.length));
  const { common, behind, hints, roster } = codec.decode(cursor, 'after');
  assert.deepEqual({ common, behind }, { common: state.common, behind: state.behind });
  assert.equal(roster.size, 3_000);
  for (const [mark, { watermark, anchors }] of hints) {
    assert.deepEqual(watermark, state.hints.get(mark)?.watermark);
    assert.equal(anchors.length, 1);
  }
});

test('however many streams are behind, each at a place of its own, what was given out of each stays known', () => {
  const state = stateOf(60);
  const [unread] = state.roster;
  const behind = new Map(
    [...state.roster].map((mark, i) => [mark, keyAt(1_600_000_000_000 + i, `JOB${UUID}${i}`)]),
  );
  const nothingGiven = { ...NO_HINT, watermark: { time: 1_690_000_000_000 } };
  const hints = new Map(state.hints).set(unread ?? 0, nothingGiven);
  const read = codec.decode(codec.encode({ ...state, behind, hints }), 'after').hints;
  for (const [mark, { anchors }] of hints)
    assert.deepEqual(read.get(mark)?.anchors, mark === unread ? [] : anchors.slice(-1));
  assert.deepEqual(read.get(unread ?? 0)?.watermark, nothingGiven.watermark);
});

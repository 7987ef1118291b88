import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCursorCodec } from '../../../../src/connection/cursor/cursor-codec.ts';
import { createCursorSigner } from '../../../../src/connection/cursor/cursor-signer.ts';
import {
  type Cut,
  LIST_END,
  LIST_START,
  type Position,
  wholeList,
} from '../../../../src/connection/cursor/cut.ts';
import { streamMark } from '../../../../src/connection/cursor/stream-mark.ts';
import type { Hint } from '../../../../src/datasource/stream/hint.ts';
import type { JobFilter, JobOrder } from '../../../../src/model/job-filter.ts';
import { listCursor } from '../../../../src/resolvers/list-cursor.ts';

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
const anyKey = fc.record(
  {
    time: fc.option(fc.integer({ min: -8.64e15, max: 8.64e15 })),
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
const anyPassed = fc.option(fc.record({ index: anyIndex, until: anyKey }, PLAIN));
const anyHint: fc.Arbitrary<Hint> = fc.oneof(anyIndex, fc.record({ passed: anyPassed }, PLAIN));
const mapOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Map<string, T>> =>
  fc.array(fc.tuple(fc.string().map(streamMark), value), { maxLength: 5 }).map((entries) => new Map(entries));

const anyCut: fc.Arbitrary<Cut> = fc.record(
  { common: anyPosition, behind: mapOf(anyPosition), hints: mapOf(anyHint) },
  PLAIN,
);

test('every cut reads back as it was', () => {
  fc.assert(
    fc.property(anyCut, (cut) => {
      const { common, behind, hints } = codec.decode(codec.encode(cut), 'after');
      assert.deepEqual({ common, behind, hints }, cut);
    }),
    { numRuns: 150 },
  );
});

const CUT: Cut = {
  common: keyAt(1_700_000_000_000),
  behind: new Map([[streamMark('a'), LIST_START]]),
  hints: new Map([[streamMark('b'), 4_711]]),
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
  const layout2 = signer.sign(Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]));
  const ofTasks = listCursor(signer, 'tasks/x', { index: 0, id: 't' });
  for (const foreign of [layout2, ofTasks]) {
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
  };
  for (const [what, filter] of Object.entries(same)) {
    test(what, () => assert.deepEqual(codecOf(filter).decode(cursor, 'after').common, CUT.common));
  }

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

/** As many streams as that, each with a hint; a few of them behind, where one failure left them. */
function cutOf(streams: number, late = 0): Cut {
  const marks = Array.from({ length: streams }, (_, i) => streamMark(`deploys/${UUID}-${i}`));
  const position = keyAt(1_700_000_000_000, `JOB${UUID}`);
  const own = keyAt(1_600_000_000_000, `JOB${UUID}`);
  return {
    common: position,
    behind: new Map(marks.slice(0, late).map((mark) => [mark, own])),
    hints: new Map(marks.map((mark, i) => [mark, 2_000_000 + i])),
  };
}

test('a cursor over 50 streams has 2,048 characters at most, one over 500 has 8,192, hints and all', () => {
  for (const [streams, late, most] of [
    [50, 0, 2_048],
    [50, 50, 2_048],
    [500, 0, 8_192],
    [500, 50, 8_192],
  ] as const) {
    const cut = cutOf(streams, late);
    const cursor = codec.encode(cut);
    assert(cursor.length <= most, `${streams} streams, ${late} late: ${cursor.length}`);
    assert.deepEqual(codec.decode(cursor, 'after').hints, cut.hints);
  }
});

test('where it would grow too long the hints go, the positions stay', () => {
  const cut = cutOf(500, 500);
  const cursor = codec.encode(cut);
  assert(cursor.length <= 8_192, String(cursor.length));
  const { common, behind, hints } = codec.decode(cursor, 'after');
  assert.deepEqual({ common, behind }, { common: cut.common, behind: cut.behind });
  assert.equal(hints.size, 0);
});

test('the start of a list is a short cursor', () => {
  assert(codec.encode(wholeList(LIST_START)).length < 50);
});

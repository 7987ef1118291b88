import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  boundAfter,
  type Cut,
  LIST_END,
  LIST_START,
  type Position,
  wholeList,
} from '../../../../src/connection/cursor/cut.ts';
import { streamMark } from '../../../../src/connection/cursor/stream-mark.ts';
import { mergeStreams } from '../../../../src/connection/merge/merge-streams.ts';
import type { Head, JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import { compareKeys, keyComparator, type SortKey } from '../../../../src/model/sort-key.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { makeJob } from '../../model/make-job.ts';

/** A row's time; `fail`: the stream fails there; `-5`: nothing was found down to 5 and the budget is spent. */
type Step = number | 'fail' | 'bug';

interface FakeStream extends JobStream {
  readonly peeks: () => number;
  /** Rows that were wanted ahead of their turn. */
  readonly wantedAhead: number[];
}

const PATIENT = 60_000;

const keyOf = (id: string, time: number): SortKey => ({
  time,
  sourceId: id,
  nativeId: `${id}${time}`,
  originId: '',
});

function headOf(id: string, step: Step | undefined): Head {
  if (step === undefined) return { kind: 'end' };
  if (step === 'fail') throw new SourceError({ code: 'UPSTREAM_TIMEOUT', message: id });
  if (step === 'bug') throw new RangeError('a bug');
  const key = keyOf(id, Math.abs(step));
  if (step < 0) return { kind: 'barrier', key };
  return { kind: 'row', key, job: makeJob({ sourceId: id, nativeId: key.nativeId, createdAt: step }) };
}

function stream(id: string, steps: readonly Step[]): FakeStream {
  let at = 0;
  let peeks = 0;
  const wantedAhead: number[] = [];
  return {
    sourceId: id,
    id,
    notes: [],
    peeks: () => peeks,
    wantedAhead,
    readAhead: async (rows) => {
      wantedAhead.push(rows);
    },
    peek: async () => {
      peeks += 1;
      return headOf(id, steps[at]);
    },
    take: () => {
      at += 1;
    },
    hintAt: () => null,
    count: async () => ({ atLeast: 0, isExact: false }),
  };
}

const after = (id: string, time: number): Position => ({ kind: 'key', key: keyOf(id, time), side: 'after' });

interface Asked {
  readonly streams: readonly FakeStream[];
  readonly from?: Cut;
  readonly size?: number;
  readonly absent?: ReadonlyMap<string, Position>;
  readonly patienceMs?: number;
}

async function merge(asked: Asked) {
  const {
    streams,
    from = wholeList(LIST_START),
    size = 10,
    absent = new Map(),
    patienceMs = PATIENT,
  } = asked;
  const failed: string[] = [];
  const merged = await mergeStreams({
    streams,
    from,
    size,
    absent,
    patienceMs,
    outset: LIST_START,
    compare: compareKeys,
    passedSide: 'after',
    onTaken: () => undefined,
    onFailed: ({ id }) => failed.push(id),
  });
  const rows = merged.rows.map(({ job, isLate }) => (isLate ? `late ${job.nativeId}` : job.nativeId));
  return { ...merged, jobs: rows, failed };
}

const behindOf = (cut: Cut): Record<string, Position> => Object.fromEntries(cut.behind);

test('rows come in one order, ties by source', async () => {
  const { jobs, hasMore, end } = await merge({
    streams: [stream('b', [9, 5, 1]), stream('a', [7, 5]), stream('c', [])],
  });
  assert.deepEqual(jobs, ['b9', 'a7', 'a5', 'b5', 'b1']);
  assert.equal(hasMore, false);
  assert.deepEqual(end, { common: after('b', 1), behind: new Map(), hints: new Map() });
});

test('upwards it runs the same way in the other order', async () => {
  const { rows, end } = await mergeStreams({
    streams: [stream('b', [1, 5]), stream('a', [5, 7])],
    from: wholeList(LIST_END),
    size: 3,
    absent: new Map(),
    patienceMs: PATIENT,
    outset: LIST_END,
    compare: keyComparator('up'),
    passedSide: 'before',
    onTaken: () => undefined,
    onFailed: () => undefined,
  });
  assert.deepEqual(
    rows.map(({ job }) => job.nativeId),
    ['b1', 'b5', 'a5'],
  );
  assert.deepEqual(end.common, { kind: 'key', key: keyOf('a', 5), side: 'before' });
});

test('a page ends at its size; more follows only where a row is known to', async () => {
  const rows = { a: [9, 7], b: [8] };
  const page = (size: number) => merge({ streams: [stream('a', rows.a), stream('b', rows.b)], size });
  assert.deepEqual(await Promise.all([0, 2, 3, 4].map(async (size) => (await page(size)).hasMore)), [
    true,
    true,
    false,
    false,
  ]);
  const { jobs, end } = await page(2);
  assert.deepEqual(jobs, ['a9', 'b8']);
  assert.deepEqual(end.common, after('b', 8));
  assert.deepEqual((await page(0)).end, wholeList(LIST_START));
});

test('a stream is read only as far as its head is needed', async () => {
  const [a, b] = [stream('a', [9, 8, 7, 6, 5]), stream('b', [4, 3, 2])];
  await merge({ streams: [a, b], size: 2 });
  assert.deepEqual([a.peeks(), b.peeks()], [3, 1]);
});

test('while one is slow, those that have shown a row read ahead; else nobody does', async () => {
  const [a, b, slow] = [stream('a', [9, 8, 7]), stream('b', ['fail']), stream('c', [6])];
  const { promise: others, resolve: goOn } = Promise.withResolvers<void>();
  const waiting: FakeStream = { ...slow, peek: () => others.then(slow.peek) };
  const eager: FakeStream = { ...a, readAhead: (rows) => a.readAhead(rows).then(goOn) };
  const { jobs } = await merge({ streams: [eager, b, waiting], size: 3, patienceMs: 1 });
  assert.deepEqual(jobs, ['a9', 'a8', 'a7']);
  assert.deepEqual([a.wantedAhead, b.wantedAhead, slow.wantedAhead], [[4], [], []]);
});

test('the cut at a row stands at that row and shares nothing with the cut of the next', async () => {
  const { rows } = await merge({ streams: [stream('a', [9, 8])] });
  assert.deepEqual(
    rows.map(({ cut }) => cut.common),
    [9, 8].map((time) => ({ kind: 'key', key: keyOf('a', time), side: 'at' })),
  );
});

describe('a stream that fails keeps its place', () => {
  test('from the beginning: where the walk began', async () => {
    const from = wholeList(after('b', 20));
    const { jobs, failed, end, hasMore } = await merge({
      streams: [stream('a', ['fail']), stream('b', [9])],
      from,
    });
    assert.deepEqual([jobs, failed, hasMore], [['b9'], ['a'], false]);
    assert.deepEqual(behindOf(end), { [streamMark('a')]: after('b', 20) });
  });

  test('half way: where the page had come to when its next row was asked for', async () => {
    const { jobs, end } = await merge({ streams: [stream('a', [7, 'fail']), stream('b', [8, 6])] });
    assert.deepEqual(jobs, ['b8', 'a7', 'b6']);
    assert.deepEqual(end.common, after('b', 6));
    assert.deepEqual(behindOf(end), { [streamMark('a')]: after('a', 7) });
  });

  test('where nothing has passed since, it is not behind at all', async () => {
    const { end } = await merge({ streams: [stream('a', [7, 'fail'])] });
    assert.deepEqual(end, wholeList(after('a', 7)));
  });

  test('so does one that could not even be listed', async () => {
    const place = after('z', 30);
    const { end } = await merge({ streams: [stream('b', [9])], absent: new Map([[streamMark('z'), place]]) });
    assert.deepEqual(behindOf(end), { [streamMark('z')]: place });
  });

  test('a mistake of our own is no failure of a stream', async () => {
    await assert.rejects(merge({ streams: [stream('a', [9, 'bug'])] }), RangeError);
  });
});

describe('rows of a stream that was behind', () => {
  const from: Cut = {
    common: after('b', 6),
    behind: new Map([[streamMark('a'), after('a', 10)]]),
    hints: new Map(),
  };

  test('come late, before the others, until it has caught up', async () => {
    const { jobs, end } = await merge({ streams: [stream('a', [9, 7, 3]), stream('b', [5, 1])], from });
    assert.deepEqual(jobs, ['late a9', 'late a7', 'b5', 'a3', 'b1']);
    assert.deepEqual(end, wholeList(after('b', 1)));
  });

  test('leave the common place where it is, at every cursor', async () => {
    const { rows, end, hasMore } = await merge({ streams: [stream('a', [9, 7, 3])], from, size: 1 });
    assert.deepEqual(rows[0]?.cut.common, from.common);
    assert.deepEqual(rows[0]?.cut.behind.get(streamMark('a')), {
      kind: 'key',
      key: keyOf('a', 9),
      side: 'at',
    });
    assert.equal(hasMore, true);
    assert.deepEqual(end, { ...from, behind: new Map([[streamMark('a'), after('a', 9)]]) });
  });

  test('that fails again keep the place that they had', async () => {
    const first = await merge({ streams: [stream('a', ['fail']), stream('b', [5])], from });
    assert.deepEqual(behindOf(first.end), { [streamMark('a')]: after('a', 10) });
    const next = await merge({ streams: [stream('a', [9, 'fail']), stream('b', [5])], from });
    assert.deepEqual(behindOf(next.end), { [streamMark('a')]: after('a', 9) });
  });

  test('are found by the place of their source, where that could not be listed', async () => {
    const carried = { ...from, behind: new Map([[streamMark('a'), after('a', 10)]]) };
    const part: FakeStream = { ...stream('a', ['fail']), id: 'a/part' };
    const { end } = await merge({ streams: [part, stream('b', [5])], from: carried });
    assert.deepEqual(behindOf(end), { [streamMark('a/part')]: after('a', 10) });
  });
});

test('a stream that turns out to be out of order is behind from the start of the list on', async () => {
  const { jobs, end } = await merge({ streams: [stream('a', [7, 9, 8])], size: 1 });
  assert.deepEqual(jobs, ['a7']);
  assert.deepEqual(end, { ...wholeList(after('a', 7)), behind: new Map([[streamMark('a'), LIST_START]]) });
});

describe('a stream whose scan budget is spent ends the page', () => {
  test('at the place down to which it has looked, after all rows before that', async () => {
    const barred = stream('a', [-5]);
    const { jobs, hasMore, barrier, end } = await merge({ streams: [barred, stream('b', [9, 6, 4])] });
    assert.deepEqual([jobs, hasMore], [['b9', 'b6'], true]);
    assert.equal(barrier, barred);
    assert.deepEqual(end, wholeList(after('a', 5)));
  });

  test('at its own place where it is behind', async () => {
    const from: Cut = { ...wholeList(after('b', 3)), behind: new Map([[streamMark('a'), LIST_START]]) };
    const { jobs, end } = await merge({ streams: [stream('a', [-5]), stream('b', [2])], from });
    assert.deepEqual(jobs, []);
    assert.deepEqual(end, { ...from, behind: new Map([[streamMark('a'), after('a', 5)]]) });
  });
});

/** The rows of a stream that stand after its place in a cut. */
function resumed(id: string, times: readonly number[], cut: Cut): FakeStream {
  const bound = boundAfter(cut.behind.get(streamMark(id)) ?? cut.common, 'CREATED_AT_DESC');
  return stream(
    id,
    times.filter((time) => bound === null || compareKeys(keyOf(id, time), bound.key) > 0),
  );
}

test('a walk over a stream that fails on its first page yields every row once', async () => {
  const rows = { a: [9, 7, 5, 3, 1], b: [8, 6, 4, 2] };
  const seen: string[] = [];
  let cut = wholeList(LIST_START);
  for (let page = 0; page < 10; page++) {
    const a = page < 2 ? stream('a', ['fail']) : resumed('a', rows.a, cut);
    const { jobs, end } = await merge({ streams: [a, resumed('b', rows.b, cut)], from: cut, size: 2 });
    seen.push(...jobs);
    cut = end;
  }
  assert.deepEqual(seen, ['b8', 'b6', 'b4', 'b2', 'late a9', 'late a7', 'late a5', 'late a3', 'a1']);
});

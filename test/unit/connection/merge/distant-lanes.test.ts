import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIST_START, unwalked } from '../../../../src/connection/cursor/walk-state.ts';
import { openLane } from '../../../../src/connection/merge/lane.ts';
import { Merge } from '../../../../src/connection/merge/merge.ts';
import { NO_HINT } from '../../../../src/datasource/stream/hint.ts';
import type { Head, JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import { compareKeys, firstKeyAt } from '../../../../src/model/sort-key.ts';
import { makeJob } from '../../model/make-job.ts';

/** A stream of one row, at a time that is known before it is read; `hasRow: false`: it turns out to have none. */
function streamAt(time: number, asked: number[], hasRow = true): JobStream {
  const nativeId = `j${time}`;
  const key = { time, sourceId: 's1', nativeId, originId: '' };
  const row: Head = { kind: 'row', job: makeJob({ nativeId, createdAt: time }), key };
  let isRead = false;
  return {
    sourceId: 's1',
    id: `s1/${nativeId}`,
    headAfter: (taken) => {
      if (!isRead) return { kind: 'watermark', key: firstKeyAt(time, 'down') };
      return hasRow && taken === 0 ? row : { kind: 'end' };
    },
    advance: async () => {
      asked.push(time);
      isRead = true;
      return 'read';
    },
    readAhead: async () => undefined,
    mayScanOn: () => true,
    hintAfter: () => NO_HINT,
    notes: [],
    count: async () => ({ atLeast: 0, isExact: false }),
  };
}

async function page(streams: readonly JobStream[], size: number) {
  const merge = new Merge({
    compare: compareKeys,
    direction: 'down',
    from: unwalked(LIST_START, 'down'),
    passedSide: 'after',
    outset: LIST_START,
    size,
    patienceMs: 60_000,
    onMissing: () => undefined,
  });
  merge.lanes.push(...streams.map((stream) => openLane(stream, null)));
  const ending = await merge.fill();
  return { ending, times: merge.rows.map(({ job }) => job.createdAt) };
}

const TIMES = Array.from({ length: 100 }, (_, i) => i + 1);
const newest = (count: number): number[] => TIMES.toReversed().slice(0, count);

test('of streams of which is known where they begin, only those are read that the page may need', async () => {
  const asked: number[] = [];
  const { ending, times } = await page(
    TIMES.map((time) => streamAt(time, asked)),
    30,
  );
  assert.deepEqual([ending, times], ['full', newest(30)]);
  assert.deepEqual(
    asked.toSorted((a, b) => b - a),
    newest(31),
  );
});

test('a small page reads a few of them at once', async () => {
  const asked: number[] = [];
  const { times } = await page(
    TIMES.map((time) => streamAt(time, asked)),
    2,
  );
  assert.deepEqual([times, asked.length], [newest(2), 16]);
});

test('where those turn out to have nothing, the next ones are read', async () => {
  const asked: number[] = [];
  const { ending, times } = await page(
    TIMES.map((time) => streamAt(time, asked, time <= 40)),
    3,
  );
  assert.deepEqual([ending, times], ['full', [40, 39, 38]]);
  assert(asked.length < 100, `${asked.length} were read`);
});

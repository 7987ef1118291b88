import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIST_START, unwalked } from '../../../../src/connection/cursor/walk-state.ts';
import { openLane } from '../../../../src/connection/merge/lane.ts';
import { countJobs } from '../../../../src/connection/page/count-jobs.ts';
import { startFetch } from '../../../../src/connection/page/open-fetch.ts';
import type { SourceFetch } from '../../../../src/connection/page/source-fetch.ts';
import type { JobStream, StreamCount } from '../../../../src/datasource/stream/job-stream.ts';
import { sourceError } from '../../upstream/support.ts';
import { fakeStream, type Step } from '../merge/fake-stream.ts';
import { startMerge } from '../merge/start-merge.ts';
import { listSource, pageRequest } from './page-source.ts';

const exactly = (atLeast: number): StreamCount => ({ atLeast, isExact: true });
const over = (atLeast: number): StreamCount => ({ atLeast, isExact: false });

const counted = (count: StreamCount, steps: readonly Step[] = []): JobStream =>
  fakeStream('a', steps, { count });

const uncounted = (error: unknown): JobStream => ({
  ...counted(over(0)),
  count: () => Promise.reject(error),
});

function fetchOf(streams: readonly JobStream[], fields: Partial<SourceFetch> = {}): SourceFetch {
  const fetch = startFetch(listSource('s', []), pageRequest([]));
  return { ...fetch, lanes: streams.map((stream) => openLane(stream, null)), ...fields };
}

/** The count of a page that has not been merged. */
const count = (fetches: readonly SourceFetch[], atLeast = 0) =>
  countJobs(fetches, startMerge({ streams: [], from: { ...unwalked(LIST_START, 'down'), atLeast } }));

test('the jobs of all lists are counted together', async () => {
  const fetches = [fetchOf([counted(exactly(3)), counted(exactly(4))]), fetchOf([counted(exactly(5))])];
  assert.deepEqual(await count(fetches), exactly(12));
});

test('without a list there is none, exactly', async () => {
  assert.deepEqual(await count([fetchOf([])]), exactly(0));
});

test('a source of which no job can match does not count, whatever it says', async () => {
  const plan = { ...fetchOf([]).plan, isExcluded: true };
  const fetches = [fetchOf([counted(over(9))], { plan }), fetchOf([counted(exactly(5))])];
  assert.deepEqual(await count(fetches), exactly(5));
});

test('one list without an exact count makes all of it a lower bound', async () => {
  assert.deepEqual(await count([fetchOf([counted(exactly(3)), counted(over(4))])]), over(7));
});

test('so does a source of which lists may be missing, or rows', async () => {
  const streams = [counted(exactly(3))];
  assert.deepEqual(await count([fetchOf(streams, { isComplete: false })]), over(3));
  const notes = [{ error: sourceError('UPSTREAM_BAD_RESPONSE'), losesRows: true }];
  assert.deepEqual(await count([fetchOf(streams, { notes })]), over(3));
  assert.deepEqual(
    await count([fetchOf(streams), fetchOf([], { failure: sourceError('UPSTREAM_LATE') })]),
    over(3),
  );
});

test('where no source could be listed, nothing is known', async () => {
  assert.equal(await count([fetchOf([], { failure: sourceError('UPSTREAM_LATE') })]), null);
  assert.equal(await count([fetchOf([], { isComplete: false })]), null);
});

test('a count that fails is a lower bound of nothing, and the source tells why', async () => {
  const fetch = fetchOf([uncounted(sourceError('UPSTREAM_TIMEOUT')), counted(exactly(2))]);
  assert.deepEqual(await count([fetch]), over(2));
  assert.equal(fetch.countFailure?.code, 'UPSTREAM_TIMEOUT');
});

test('a mistake of our own is no failure of a source', async () => {
  await assert.rejects(count([fetchOf([uncounted(new RangeError('a bug'))])]), RangeError);
});

test('a lower bound never falls during a walk; an exact count may', async () => {
  assert.deepEqual(await count([fetchOf([counted(over(4))])], 50), over(50));
  assert.deepEqual(await count([fetchOf([counted(exactly(4))])], 50), exactly(4));
});

test('the rows of the page are there, whatever the vendor counts', async () => {
  const stream = counted(over(1), [9, 8, 7]);
  const merge = startMerge({ streams: [stream], size: 2 });
  await merge.fill();
  assert.deepEqual(await countJobs([fetchOf([stream])], merge), over(3));
});

test('so are those that the walk gave before it, and those that are at hand', async () => {
  const stream = counted(over(1), [9, 8, 7]);
  const from = { ...unwalked(LIST_START, 'down'), given: 30 };
  const merge = startMerge({ streams: [stream], from, size: 1 });
  await merge.fill();
  assert.deepEqual(await countJobs([fetchOf([stream])], merge), over(32));
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  LIST_START,
  streamMark,
  unwalked,
  type WalkState,
} from '../../../../src/connection/cursor/walk-state.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import {
  needNow,
  openFetch,
  type PagePlan,
  startFetch,
  walkOf,
} from '../../../../src/connection/page/open-fetch.ts';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import { sourceError } from '../../upstream/support.ts';
import { fakeStream, keyOf } from '../merge/fake-stream.ts';
import { after, at, behindOf, rosterOf } from '../merge/start-merge.ts';
import { listSource, opened, type PageSource, pageRequest, pageSource } from './page-source.ts';

const note = { error: sourceError('UPSTREAM_BAD_RESPONSE'), losesRows: true };

async function open(source: PageSource, fields: Partial<JobPageRequest> = {}) {
  const request = pageRequest([source], fields);
  const plan: PagePlan = {
    request,
    walk: walkOf(request),
    budget: createScanBudget(request.limits.perRequest),
    need: { streams: 1, missing: 11, given: 0 },
  };
  const fetch = startFetch(source, request);
  await openFetch(fetch, plan);
  return { fetch, plan, wanted: source.opened[0] ?? assert.fail('not asked') };
}

const three = (): PageSource =>
  pageSource('s', () => opened(...['a', 'b', 'c'].map((id) => fakeStream(id, [9], { sourceId: 's' }))));

test('a fetch begins with nothing read and nothing wrong', () => {
  const fetch = startFetch(listSource('a', [9]), pageRequest([]));
  const { lanes, notes, isComplete, failure, countFailure, scanLimit, rowsReturned } = fetch;
  assert.deepEqual(
    [lanes, notes, isComplete, failure, countFailure, scanLimit, rowsReturned],
    [[], [], true, null, null, null, 0],
  );
});

test('a source that is opened has a lane for each of its lists, and they are read at once', async () => {
  const { fetch, plan } = await open(three());
  const heads = fetch.lanes.map(({ stream }) => `${stream.id} ${stream.rows.length}`);
  assert.deepEqual(heads, ['a 1', 'b 1', 'c 1']);
  assert.equal(plan.need.streams, 3);
});

test('what the source says of itself is kept', async () => {
  const { fetch } = await open(
    pageSource('s', () => ({ streams: [], notes: [note], isComplete: false, remarks: [] })),
  );
  assert.deepEqual([fetch.notes, fetch.isComplete], [[note], false]);
});

test('a source that cannot be listed is left with its failure, until it can', async () => {
  let isDown = true;
  const source = pageSource('s', () => {
    if (isDown) throw sourceError('UPSTREAM_TIMEOUT');
    return opened(fakeStream('a', [9]));
  });
  const { fetch, plan } = await open(source);
  assert.deepEqual([fetch.lanes, fetch.failure?.code], [[], 'UPSTREAM_TIMEOUT']);
  isDown = false;
  await openFetch(fetch, plan);
  assert.deepEqual([fetch.lanes.length, fetch.failure], [1, null]);
});

test('what is no failure of a source is not taken for one', async () => {
  const source = pageSource('s', () => {
    throw new RangeError('a bug');
  });
  await assert.rejects(open(source), RangeError);
});

test('a source that cannot plan for the filter is not asked at all', async () => {
  const source = listSource('a', [9], {
    planFilter: () => {
      throw sourceError('INTERNAL_SERVER_ERROR');
    },
  });
  const fetch = startFetch(source, pageRequest([]));
  await openFetch(fetch, {
    request: pageRequest([source]),
    walk: walkOf(pageRequest([])),
    budget: createScanBudget(1),
    need: { streams: 1, missing: 1, given: 0 },
  });
  assert.deepEqual([fetch.failure?.code, source.opened.length], ['INTERNAL_SERVER_ERROR', 0]);
});

test('the budget of the source is its own, and a part of the request’s', async () => {
  const { wanted, plan } = await open(three(), { limits: { perRequest: 50, perSource: 20 } });
  wanted.budget.spend(20);
  assert.deepEqual([wanted.budget.isSpent(), plan.budget.isSpent()], [true, false]);
  plan.budget.spend(30);
  assert.equal(plan.budget.isSpent(), true);
});

test('how much is worth reading is told as it stands at the time of reading', async () => {
  const { wanted, plan } = await open(three());
  plan.need.missing = 4;
  assert.deepEqual(wanted.need(), { share: 4, most: 4, given: 0 });
});

describe('a stream begins', () => {
  const key = (id: string, time: number) => ({ key: keyOf(id, time), isInclusive: false });
  const cursor: WalkState = {
    ...unwalked(at('x', 9), 'down'),
    behind: behindOf({ b: after('b', 20) }),
    hints: new Map([[streamMark('a'), { ...NO_HINT, index: 7 }]]),
    roster: rosterOf('a', 'b'),
  };

  test('at its very start where the walk does', async () => {
    const { wanted } = await open(three());
    assert.deepEqual([wanted.direction, wanted.startOf('a'), wanted.stopOf('a')], ['down', null, null]);
    assert.equal(wanted.hintOf('a'), NO_HINT);
  });

  test('at the common place of the cursor; at its own where it is behind', async () => {
    const { wanted } = await open(three(), { after: cursor });
    assert.deepEqual([wanted.startOf('a'), wanted.startOf('b')], [key('x', 9), key('b', 20)]);
    assert.deepEqual([wanted.hintOf('a').index, wanted.hintOf('b')], [7, NO_HINT]);
  });

  test('at the outset where the walk has not met it', async () => {
    const { wanted, fetch } = await open(three(), { after: cursor });
    assert.equal(wanted.startOf('c'), null);
    assert.deepEqual(
      fetch.lanes.map(({ stream, start }) => [stream.id, start]),
      [
        ['b', after('b', 20)],
        ['c', LIST_START],
        ['a', null],
      ],
      'those that are behind are read first',
    );
  });

  test('with the others where the walk is one of its own: it has not met any', async () => {
    const { wanted, fetch } = await open(three(), { before: cursor, isForward: false });
    assert.deepEqual([wanted.direction, wanted.startOf('c')], ['up', key('x', 9)]);
    assert.deepEqual(wanted.startOf('b'), key('x', 9), 'nor is one behind');
    assert.equal(fetch.lanes.find(({ stream }) => stream.id === 'c')?.start, null);
  });

  test('and ends at the other cursor, also where it was behind there', async () => {
    const { wanted } = await open(three(), { before: cursor });
    assert.deepEqual([wanted.stopOf('a'), wanted.stopOf('b')], [key('x', 9), key('x', 9)]);
    const back = await open(three(), { after: cursor, isForward: false });
    assert.deepEqual(back.wanted.stopOf('a'), key('x', 9));
  });
});

test('a stream that is alone is asked for all that is missing', () => {
  assert.deepEqual(needNow({ streams: 1, missing: 21, given: 40 }), { share: 21, most: 21, given: 40 });
});

test('each of a few is asked for twice its share', () => {
  assert.deepEqual(needNow({ streams: 4, missing: 101, given: 40 }), { share: 51, most: 101, given: 40 });
});

test('each of many for ten, where so many are missing', () => {
  assert.deepEqual(needNow({ streams: 1_000, missing: 21, given: 40 }), { share: 10, most: 21, given: 40 });
  assert.deepEqual(needNow({ streams: 1_000, missing: 3, given: 40 }), { share: 3, most: 3, given: 40 });
});

test('before any stream is known, as of one', () => {
  assert.deepEqual(needNow({ streams: 0, missing: 21, given: 40 }), { share: 21, most: 21, given: 40 });
});

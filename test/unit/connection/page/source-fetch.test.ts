import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LIST_START } from '../../../../src/connection/cursor/walk-state.ts';
import { type Lane, openLane } from '../../../../src/connection/merge/lane.ts';
import { startFetch } from '../../../../src/connection/page/open-fetch.ts';
import {
  failureOf,
  hasFailed,
  hasFailedForNow,
  isAsked,
  isUnderWay,
  owesRows,
  reportOf,
  type SourceFetch,
  scanLimitReached,
} from '../../../../src/connection/page/source-fetch.ts';
import { SourceError, type SourceErrorCode } from '../../../../src/model/source-error.ts';
import { sourceError } from '../../upstream/support.ts';
import { fakeStream } from '../merge/fake-stream.ts';
import { listSource, pageRequest } from './page-source.ts';

/** One source's part in a page, of which a test says only what it is about. */
const fetchOf = (fields: Partial<SourceFetch> = {}): SourceFetch => ({
  ...startFetch(listSource('s', []), pageRequest([])),
  ...fields,
});

const laneOf = (fields: Partial<Lane> = {}): Lane => ({
  ...openLane(fakeStream('a', [9], { watermark: 9 }), null),
  ...fields,
});

/** A list that could not be read, though the page got to it. */
const stopped = (code: SourceErrorCode = 'UPSTREAM_TIMEOUT', fields: Partial<Lane> = {}): Lane =>
  laneOf({ error: sourceError(code), stopped: { rows: 0, place: LIST_START }, ...fields });

/** A list that failed where the page did not get to. */
const failedAhead = (): Lane => laneOf({ error: sourceError('UPSTREAM_TIMEOUT') });

const note = (code: SourceErrorCode, losesRows: boolean) => ({ error: sourceError(code), losesRows });
const shortReport = (fetch: SourceFetch) => {
  const { state, error } = reportOf(fetch);
  return [state, error?.code ?? null];
};

test('a source whose names or tasks could not be read has its rows, and says what is missing', () => {
  const fetch = fetchOf({ lanes: [laneOf()], rowsReturned: 3 });
  fetch.scope.ledger.lookUpFailure = sourceError('UPSTREAM_FORBIDDEN');
  assert.deepEqual([hasFailed(fetch), owesRows(fetch), failureOf(fetch)], [false, false, null]);
  assert.deepEqual(shortReport(fetch), ['PARTIAL', 'UPSTREAM_FORBIDDEN']);
  assert.match(reportOf(fetch).error?.message ?? '', /^Names or tasks of its jobs could not be read: /);
  fetch.failure = sourceError('UPSTREAM_TIMEOUT');
  assert.deepEqual(shortReport(fetch), ['FAILED', 'UPSTREAM_TIMEOUT']);
});

test('a source that was read is well', () => {
  const fetch = fetchOf({ lanes: [laneOf()], rowsReturned: 3 });
  assert.deepEqual([isAsked(fetch), hasFailed(fetch), owesRows(fetch)], [true, false, false]);
  assert.equal(failureOf(fetch), null);
  assert.deepEqual(reportOf(fetch), {
    sourceId: 's',
    state: 'OK',
    error: null,
    owesRows: false,
    rowsReturned: 3,
    ledger: fetch.scope.ledger,
    pushedDown: [],
    residual: [],
    query: [],
    lists: 1,
  });
});

test('the report tells which fields the vendor filters by, and which are left to us', () => {
  const plan = { ...fetchOf().plan, pushedDown: ['statuses'], residual: ['kinds'] } as const;
  const { pushedDown, residual } = reportOf(fetchOf({ plan }));
  assert.deepEqual([pushedDown, residual], [['statuses'], ['kinds']]);
});

test('a source of which no job can match is skipped, and nothing is said of it', () => {
  const plan = { ...fetchOf().plan, isExcluded: true, pushedDown: ['statuses'] } as const;
  const fetch = fetchOf({ plan, failure: sourceError('UPSTREAM_TIMEOUT') });
  assert.deepEqual([isAsked(fetch), owesRows(fetch)], [false, false]);
  assert.deepEqual([reportOf(fetch).state, reportOf(fetch).pushedDown], ['SKIPPED', []]);
});

describe('a source has failed', () => {
  test('where it cannot be listed', () => {
    const fetch = fetchOf({ failure: sourceError('UPSTREAM_TIMEOUT') });
    assert.deepEqual([hasFailed(fetch), ...shortReport(fetch)], [true, 'FAILED', 'UPSTREAM_TIMEOUT']);
  });

  test('where none of its lists could be read', () => {
    assert.equal(hasFailed(fetchOf({ lanes: [stopped()] })), true);
    const fetch = fetchOf({ lanes: [stopped(), stopped()] });
    assert.deepEqual([hasFailed(fetch), ...shortReport(fetch)], [true, 'FAILED', 'UPSTREAM_TIMEOUT']);
    assert.equal(failureOf(fetch)?.message, '2 of 2 lists could not be read: UPSTREAM_TIMEOUT');
  });

  test('only in part where some could, or rows came before', () => {
    for (const fetch of [
      fetchOf({ lanes: [stopped(), laneOf()] }),
      fetchOf({ lanes: [stopped()], rowsReturned: 1 }),
    ])
      assert.deepEqual([hasFailed(fetch), ...shortReport(fetch)], [false, 'PARTIAL', 'UPSTREAM_TIMEOUT']);
  });

  test('not where it has no list at all, nor where the page did not get to what failed', () => {
    for (const fetch of [fetchOf(), fetchOf({ lanes: [failedAhead()] })])
      assert.deepEqual([hasFailed(fetch), ...shortReport(fetch)], [false, 'OK', null]);
  });

  test('late is told as such, also in part', () => {
    const lanes = [stopped('UPSTREAM_LATE'), laneOf()];
    assert.deepEqual(shortReport(fetchOf({ lanes })), ['LATE', 'UPSTREAM_LATE']);
  });
});

test('one list alone is not counted in the message', () => {
  assert.equal(failureOf(fetchOf({ lanes: [stopped()] }))?.message, 'UPSTREAM_TIMEOUT');
});

describe('a source owes rows', () => {
  test('where what failed may go well next time', () => {
    assert.equal(owesRows(fetchOf({ failure: sourceError('UPSTREAM_UNAVAILABLE') })), true);
    assert.equal(owesRows(fetchOf({ lanes: [laneOf(), stopped('UPSTREAM_TIMEOUT')] })), true);
  });

  test('where the operation might put no more requests: the next one may', () => {
    assert.equal(owesRows(fetchOf({ lanes: [laneOf(), stopped('OPERATION_TOO_COSTLY')] })), true);
    assert.equal(
      hasFailedForNow(fetchOf({ lanes: [stopped('OPERATION_TOO_COSTLY')] })),
      false,
      'not this one',
    );
  });

  test('not where somebody has to do something first, nor where the page missed nothing', () => {
    assert.equal(owesRows(fetchOf({ failure: sourceError('UPSTREAM_FORBIDDEN') })), false);
    assert.equal(owesRows(fetchOf({ lanes: [failedAhead()] })), false);
    assert.equal(owesRows(fetchOf({ countFailure: sourceError('UPSTREAM_TIMEOUT') })), false);
  });
});

describe('a source is under way', () => {
  const read = laneOf({ hasRead: true });

  test('where some lists were read, and for others no time was left, or no request', () => {
    for (const code of [
      'UPSTREAM_LATE',
      'DEADLINE_EXCEEDED',
      'OPERATION_TOO_COSTLY',
      'UPSTREAM_RATE_LIMITED',
    ] as const)
      assert.equal(isUnderWay(fetchOf({ lanes: [read, stopped(code)] })), true, code);
  });

  test('not where none was read, or where they failed otherwise, or where the page did not need them', () => {
    for (const lanes of [
      [laneOf(), stopped('UPSTREAM_LATE')],
      [read, stopped('UPSTREAM_TIMEOUT')],
      [read, laneOf({ error: sourceError('UPSTREAM_LATE') })],
    ])
      assert.equal(isUnderWay(fetchOf({ lanes })), false);
  });
});

describe('what is told first is why rows are missing', () => {
  const losing = note('UPSTREAM_BAD_RESPONSE', true);
  const odd = note('UPSTREAM_RATE_LIMITED', false);

  test('a source that cannot be listed, then lists that cannot be read, then rows, then a count', () => {
    const all = {
      failure: sourceError('UPSTREAM_UNAVAILABLE'),
      lanes: [stopped('UPSTREAM_TIMEOUT'), laneOf()],
      notes: [odd, losing],
      countFailure: sourceError('UPSTREAM_FORBIDDEN'),
    };
    const codes = [all, { ...all, failure: null }, { ...all, failure: null, lanes: [] }].map(
      (fields) => failureOf(fetchOf(fields))?.code,
    );
    assert.deepEqual(codes, ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_BAD_RESPONSE']);
    const { countFailure } = all;
    assert.equal(failureOf(fetchOf({ countFailure, notes: [odd] })), countFailure);
  });

  test('rows that cannot be read are counted', () => {
    const stream = Object.assign(fakeStream('a', []), { notes: [losing, losing] });
    const fetch = fetchOf({ notes: [losing], lanes: [laneOf({ stream })], rowsReturned: 1 });
    assert.equal(failureOf(fetch)?.message, 'UPSTREAM_BAD_RESPONSE (3 such faults)');
    assert.equal(failureOf(fetchOf({ notes: [losing] }))?.message, 'UPSTREAM_BAD_RESPONSE');
    assert.deepEqual(shortReport(fetch), ['PARTIAL', 'UPSTREAM_BAD_RESPONSE']);
  });

  test('then what is merely odd, a defect, what is stale, and the scan limit; none of them is a failure', () => {
    const fetch = fetchOf({ notes: [odd], scanLimit: scanLimitReached(fetchOf()) });
    const { ledger } = fetch.scope;
    ledger.defect = sourceError('INTERNAL_SERVER_ERROR');
    ledger.staleBecause = sourceError('UPSTREAM_UNAVAILABLE');
    ledger.staleMs = 2_500;
    const told: unknown[] = [];
    const tell = (): void => {
      told.push(reportOf(fetch).error?.code);
    };
    tell();
    fetch.notes = [];
    tell();
    ledger.defect = null;
    tell();
    const { message } = reportOf(fetch).error ?? assert.fail('nothing is told');
    assert.match(message, /^An answer 3 s past its freshness .*: UPSTREAM_UNAVAILABLE$/);
    ledger.staleBecause = null;
    tell();
    assert.deepEqual(told, [
      'UPSTREAM_RATE_LIMITED',
      'INTERNAL_SERVER_ERROR',
      'UPSTREAM_UNAVAILABLE',
      'SCAN_LIMIT_REACHED',
    ]);
    assert.deepEqual([failureOf(fetch), reportOf(fetch).state], [null, 'PARTIAL']);
  });
});

describe('fields that cannot be read', () => {
  test('are an error of their own', () => {
    const fetch = fetchOf();
    fetch.scope.ledger.oddities.tell('job.name: not a text', 'a');
    const { error } = reportOf(fetch);
    assert.deepEqual([error?.code, error?.retryable], ['UPSTREAM_BAD_RESPONSE', false]);
    assert.match(error?.message ?? '', /costs no row: job\.name: not a text\.$/);
  });

  test('are told beside what goes before', () => {
    const failure = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'It is slow.' });
    const fetch = fetchOf({ failure });
    fetch.scope.ledger.oddities.tell('job.name: not a text', 'a');
    const { error } = reportOf(fetch);
    assert.equal(error?.code, 'UPSTREAM_TIMEOUT');
    assert.match(error?.message ?? '', /^It is slow\. .*job\.name: not a text/);
  });
});

test('the scan limit tells how many rows were read', () => {
  const fetch = fetchOf();
  fetch.scope.ledger.rowsFetched = 70;
  const { code, message, retryable } = scanLimitReached(fetch);
  assert.deepEqual([code, retryable], ['SCAN_LIMIT_REACHED', true]);
  assert.match(message, /^70 rows were read/);
});

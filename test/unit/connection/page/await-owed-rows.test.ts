import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unwalked, type WalkState } from '../../../../src/connection/cursor/walk-state.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import { readJobPage } from '../../../../src/connection/page/read-job-page.ts';
import type { JobSource } from '../../../../src/datasource/source/job-source.ts';
import { firstKeyAt } from '../../../../src/model/sort-key.ts';
import { SourceError, type SourceErrorCode } from '../../../../src/model/source-error.ts';
import { RequestScope } from '../../../../src/scope/request-scope.ts';
import { fakeStream } from '../merge/fake-stream.ts';
import { after, at, atLate, behindOf, rosterOf } from '../merge/start-merge.ts';
import {
  listOf,
  listSource,
  opened,
  type PageSource,
  pageRequest,
  pageSource,
  rowsOf,
} from './page-source.ts';

const failure = (retryAfterMs: number, code: SourceErrorCode = 'UPSTREAM_UNAVAILABLE'): SourceError =>
  new SourceError({ code, message: 'it is down', retryAfterMs });

const SOON = failure(1);
const NEVER_IN_TIME = failure(60_000);

/** A source that fails so many times, and then has a row at 9. */
function flaky(id: string, failures: number, error = SOON, fields: Partial<JobSource> = {}): PageSource {
  let left = failures;
  const open: Parameters<typeof pageSource>[1] = (request) => {
    if (left-- > 0) throw error;
    return opened(listOf(id, [9], request));
  };
  return pageSource(id, open, fields);
}

/** A walk that has met `a` and `b`, and has come to the end of what `b` has. */
const CURSOR: WalkState = {
  ...unwalked(after('b', 5), 'down'),
  behind: behindOf({ a: after('a', 20) }),
  roster: rosterOf('a', 'b'),
};

const lastPage = (sources: readonly JobSource[], fields: Partial<JobPageRequest> = {}) =>
  readJobPage(pageRequest(sources, { after: CURSOR, ...fields }));

test('the last page of a walk waits for a source that failed, and has its rows', async () => {
  const source = flaky('a', 1);
  const page = await lastPage([source, listSource('b', [])]);
  assert.deepEqual([rowsOf(page), page.hasNextPage, source.opened.length], [['late a9'], false, 2]);
  assert.deepEqual(page.failures, []);
});

test('it waits as often as it takes', async () => {
  const source = flaky('a', 3);
  assert.deepEqual(rowsOf(await lastPage([source])), ['late a9']);
  assert.equal(source.opened.length, 4);
});

test('what has no room on the page is still owed, though the source is well again', async () => {
  const two: PageSource = pageSource('a', (request) => opened(listOf('a', [9, 8], request)));
  const page = await lastPage([two, listSource('b', [])], { size: 1 });
  assert.deepEqual([rowsOf(page), page.hasNextPage], [['late a9'], true]);
  assert.deepEqual(
    page.reports().map(({ state, owesRows }) => [state, owesRows]),
    [
      ['OK', true],
      ['OK', false],
    ],
  );
});

test('only what failed is asked again', async () => {
  const well = listSource('b', [4]);
  const page = await lastPage([flaky('a', 1), well]);
  assert.deepEqual([rowsOf(page), well.opened.length], [['b4', 'late a9'], 1]);
});

test('of a source of many lists, only those that failed', async () => {
  let isDown = true;
  const list = fakeStream('a/1', [9], { sourceId: 'a' });
  const broken = fakeStream('a/2', [8], { sourceId: 'a' });
  const { advance } = broken;
  const failing = Object.assign(broken, {
    advance: async () => {
      if (!isDown) return advance();
      isDown = false;
      throw SOON;
    },
  });
  const source = pageSource('a', () => opened(list, failing));
  const page = await lastPage([source]);
  assert.deepEqual(rowsOf(page), ['late a9', 'late a8']);
  assert.deepEqual([source.opened.length, list.reads()], [1, 1]);
});

test('it waits for the earliest, and not for one that comes too late', async () => {
  const [soon, later] = [flaky('a', 1), flaky('b', 2, NEVER_IN_TIME)];
  const page = await lastPage([soon, later]);
  assert.deepEqual([rowsOf(page), later.opened.length], [['late a9'], 1]);
  assert.deepEqual(
    page.reports().map(({ owesRows }) => owesRows),
    [false, true],
  );
});

test('each is asked at its own time, and not before', async () => {
  const [soon, later] = [flaky('a', 2), flaky('c', 1, failure(300))];
  const begun = Date.now();
  const page = await lastPage([soon, later]);
  assert.deepEqual(rowsOf(page), ['late a9', 'late c9']);
  assert.deepEqual([soon.opened.length, later.opened.length], [3, 2]);
  assert(Date.now() - begun >= 295);
});

test('what will have gone without an answer for long when it may be asked is given up at once', async () => {
  const since = (ago: number): SourceError =>
    new SourceError({ ...failure(50), message: 'it hangs', failingSince: Date.now() - ago });
  const period = { recoveryMs: 1_000, deadlineMs: 3_000 };
  const [gone, back] = [flaky('a', 1, since(1_990), period), flaky('c', 1, since(1_000), period)];
  const page = await lastPage([gone, back]);
  assert.deepEqual([rowsOf(page), gone.opened.length], [['late c9'], 1]);
  assert.deepEqual(
    page.reports().map(({ owesRows }) => owesRows),
    [true, false],
  );
});

test('whoever says to come back at once is asked now and then, and not without end', async () => {
  const source = flaky('a', 1_000, failure(0), { deadlineMs: 300 });
  await assert.rejects(lastPage([source]));
  assert(source.opened.length <= 15, `${source.opened.length}`);
});

test('of a source of many lists the earliest, too', async () => {
  let asked = 0;
  const early = Object.assign(fakeStream('a/1', [], { sourceId: 'a' }), {
    advance: () => {
      asked += 1;
      return Promise.reject(SOON);
    },
  });
  const other = fakeStream('a/2', ['fail'], { sourceId: 'a', error: NEVER_IN_TIME });
  await assert.rejects(lastPage([pageSource('a', () => opened(early, other), { deadlineMs: 200 })]));
  assert(asked > 1);
});

test('a source whose time is over does not keep the others from being waited for', async () => {
  const page = await lastPage([flaky('a', 1), flaky('b', 9, SOON, { deadlineMs: 50 })]);
  assert.deepEqual(rowsOf(page), ['late a9']);
});

test('the rows before have the source stand just before its next row', async () => {
  const sources = [flaky('a', 1), listSource('b', [4])];
  const { codec } = pageRequest(sources);
  const page = await lastPage(sources);
  const states = await Promise.all(
    page.edges().map(async ({ cursor }) => codec.decode((await cursor()) ?? '', 'after')),
  );
  assert.deepEqual(rowsOf(page), ['b4', 'late a9']);
  assert.deepEqual(
    states.map(({ behind }) => behind),
    [behindOf({ a: { kind: 'key', key: firstKeyAt(9, 'down'), side: 'after' } }), atLate(at('a', 9))],
  );
});

describe('nobody is kept waiting', () => {
  const asked = async (source: PageSource, fields: Partial<JobPageRequest> = {}): Promise<number> => {
    await lastPage([source, listSource('b', [4, 3])], fields);
    return source.opened.length;
  };

  test('on the first page of a walk', async () => {
    assert.equal(await asked(flaky('a', 1), { after: null }), 1);
  });

  test('where rows of others follow', async () => {
    assert.equal(await asked(flaky('a', 1), { size: 1 }), 1);
  });

  test('beyond the deadline of the source', async () => {
    assert.equal(await asked(flaky('a', 1, NEVER_IN_TIME)), 1);
    assert.equal(await asked(flaky('a', 1, failure(950))), 1, 'nor where no time is left to read');
  });

  test('for a failure that does not go by itself', async () => {
    assert.equal(await asked(flaky('a', 1, failure(1, 'UPSTREAM_FORBIDDEN'))), 1);
  });

  test('for a source that has been down for long', async () => {
    const since = (failingMs: number, deadlineMs = 30_000): Partial<JobSource> => ({
      recoveryMs: 10_000,
      deadlineMs,
      health: () => ({
        state: 'DOWN',
        lastError: SOON,
        lastCheckedAt: 0,
        failingSince: Date.now() - failingMs,
      }),
    });
    assert.equal(await asked(flaky('a', 1, SOON, since(21_000))), 1);
    assert.equal(await asked(flaky('a', 1, SOON, since(15_000))), 2);
    assert.equal(await asked(flaky('a', 1, SOON, since(9_000, 8_000))), 1, 'for longer than a page may take');
  });

  test('once the caller has left', async () => {
    const caller = new AbortController();
    const scope = new RequestScope({ client: caller });
    const source = flaky('a', 1, NEVER_IN_TIME, { deadlineMs: 120_000 });
    const page = lastPage([source], { scope });
    setImmediate(() => caller.abort());
    await assert.rejects(page, { code: 'DEADLINE_EXCEEDED' });
  });
});

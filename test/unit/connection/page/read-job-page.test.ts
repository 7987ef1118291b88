import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { streamMark } from '../../../../src/connection/cursor/walk-state.ts';
import type { JobPage } from '../../../../src/connection/page/job-page.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import { AllSourcesFailed, readJobPage } from '../../../../src/connection/page/read-job-page.ts';
import { NO_HINT, type Watermark } from '../../../../src/datasource/feed/hint.ts';
import type { JobSource } from '../../../../src/datasource/source/job-source.ts';
import { SourceError, type SourceErrorCode } from '../../../../src/model/source-error.ts';
import { sourceError } from '../../upstream/support.ts';
import { fakeStream, type Step } from '../merge/fake-stream.ts';
import {
  listOf,
  listSource,
  opened,
  type PageSource,
  pageRequest,
  pageSource,
  rowsOf,
} from './page-source.ts';

const read = (sources: readonly JobSource[], fields: Partial<JobPageRequest> = {}): Promise<JobPage> =>
  readJobPage(pageRequest(sources, fields));

/** A source that cannot even be listed. */
const down = (id: string, code: SourceErrorCode = 'UPSTREAM_UNAVAILABLE'): PageSource =>
  pageSource(id, () => {
    throw sourceError(code);
  });

/** The page after this one. */
async function nextOf(page: JobPage, sources: readonly JobSource[], fields: Partial<JobPageRequest> = {}) {
  const { codec } = pageRequest(sources, fields);
  const cursor = (await page.endCursor()) ?? assert.fail('no cursor');
  return read(sources, { ...fields, after: codec.decode(cursor, 'after') });
}

test('a page has the first rows of all sources, newest first', async () => {
  const page = await read([listSource('a', [5, 9, 7]), listSource('b', [8, 6])], { size: 4 });
  assert.deepEqual(rowsOf(page), ['a9', 'b8', 'a7', 'b6']);
  assert.deepEqual([page.hasNextPage, page.hasPreviousPage, page.failures], [true, false, []]);
});

test('without a source it is empty', async () => {
  const page = await read([]);
  assert.deepEqual([page.edges(), page.hasNextPage, await page.endCursor()], [[], false, null]);
});

test('pages follow each other to the end of the list', async () => {
  const sources = [listSource('a', [9, 7, 5]), listSource('b', [8, 6])];
  const first = await read(sources, { size: 2 });
  const second = await nextOf(first, sources, { size: 2 });
  const third = await nextOf(second, sources, { size: 2 });
  assert.deepEqual([first, second, third].map(rowsOf), [['a9', 'b8'], ['a7', 'b6'], ['a5']]);
  assert.deepEqual(
    [first, second, third].map(({ hasNextPage }) => hasNextPage),
    [true, true, false],
  );
});

test('backward the last rows come, in the order of the list', async () => {
  const page = await read([listSource('a', [9, 7, 5]), listSource('b', [8, 6])], {
    size: 2,
    isForward: false,
  });
  assert.deepEqual(rowsOf(page), ['b6', 'a5']);
  assert.deepEqual([page.hasNextPage, page.hasPreviousPage], [false, true]);
});

test('a source of which no job can match is not asked', async () => {
  const excluded = listSource('a', [9]);
  const plan = { isExcluded: true, query: [], pushedDown: [], residual: [], includes: () => true };
  const page = await read([{ ...excluded, planFilter: () => plan }, listSource('b', [8])]);
  assert.deepEqual([rowsOf(page), excluded.opened], [['b8'], []]);
  assert.deepEqual(
    page.reports().map(({ state }) => state),
    ['SKIPPED', 'OK'],
  );
});

describe('a source all of whose lists are gone', () => {
  const error = sourceError('NOT_FOUND');
  const gone = (key: string) => fakeStream(`a/${key}`, ['fail'], { sourceId: 'a', error });

  /** It has these lists, and others each time that it is opened again. */
  const moving = (...times: readonly (readonly number[] | 'gone')[]): PageSource => {
    const left = [...times];
    return pageSource('a', () => {
      const rows = left.shift() ?? assert.fail('opened too often');
      if (rows === 'gone') return opened(gone('1'), gone('2'));
      return rows.length === 0 ? opened() : opened(fakeStream('a/3', rows, { sourceId: 'a' }));
    });
  };

  test('and that has none now is empty, which is all that there is to tell', async () => {
    const page = await read([moving('gone', [])], { counts: true });
    assert.deepEqual([rowsOf(page), page.hasNextPage, page.failures], [[], false, []]);
    assert.deepEqual(await page.count(), { atLeast: 0, isExact: true });
    assert.equal(page.reports()[0]?.state, 'OK');
  });

  test('gives the rows of those that it has now, in their order', async () => {
    const page = await read([moving('gone', [9, 7]), listSource('b', [8])]);
    assert.deepEqual([rowsOf(page), page.failures], [['a9', 'b8', 'a7'], []]);
  });

  test('also where the others have filled the page meanwhile', async () => {
    const page = await read([moving('gone', [9, 7]), listSource('b', [8, 6])], { size: 1 });
    assert.deepEqual([rowsOf(page), page.hasNextPage], [['a9'], true]);
  });

  test('has failed where it still tells of them, and is not asked for ever', async () => {
    const source = moving('gone', 'gone');
    await assert.rejects(read([source]), AllSourcesFailed);
    assert.equal(source.opened.length, 2);
  });

  test('but for some is asked for them on the next page', async () => {
    const source = pageSource('a', () => opened(gone('1'), fakeStream('a/2', [9], { sourceId: 'a' })));
    const page = await read([source]);
    assert.deepEqual([rowsOf(page), page.failures.length, source.opened.length], [['a9'], 1, 1]);
  });
});

describe('a source that fails', () => {
  test('alone costs its own rows only; the page tells of it', async () => {
    const page = await read([down('a'), listSource('b', [8])]);
    assert.deepEqual(rowsOf(page), ['b8']);
    assert.deepEqual(
      page.failures.map(({ sourceId, error }) => [sourceId, error.code]),
      [['a', 'UPSTREAM_UNAVAILABLE']],
    );
    assert.deepEqual(
      page
        .reports()
        .map(({ sourceId, state, owesRows, rowsReturned }) => [sourceId, state, owesRows, rowsReturned]),
      [
        ['a', 'FAILED', true, 0],
        ['b', 'OK', false, 1],
      ],
    );
  });

  test('as a walk turns round leaves its cursors at their rows', async () => {
    const error = sourceError('UPSTREAM_UNAVAILABLE');
    let isDown = false;
    const sources = [
      listSource('a', [10, 8, 6, 4, 2]),
      pageSource('b', (request) =>
        opened(isDown ? fakeStream('b', ['fail'], { error }) : listOf('b', [9, 7, 5, 3, 1], request)),
      ),
    ];
    const decode = (cursor: string | null, name: 'after' | 'before') =>
      pageRequest(sources).codec.decode(cursor ?? assert.fail('no cursor'), name);
    const first = await read(sources, { size: 8 });
    isDown = true;
    const before = decode(await first.endCursor(), 'before');
    const turned = await read(sources, { size: 2, isForward: false, before });
    isDown = false;
    const [start, end] = [await turned.startCursor(), await turned.endCursor()];
    assert.deepEqual(rowsOf(turned), ['a6', 'a4']);
    const all = rowsOf(await read(sources));
    assert.deepEqual(rowsOf(await read(sources, { after: decode(start, 'after') })), all.slice(5));
    assert.deepEqual(rowsOf(await read(sources, { after: decode(end, 'after') })), all.slice(7));
    assert.deepEqual(rowsOf(await read(sources, { before: decode(start, 'before') })), all.slice(0, 4));
    assert.deepEqual(rowsOf(await read(sources, { before: decode(end, 'before') })), all.slice(0, 6));
  });

  test('alone in the world leaves no list', async () => {
    await assert.rejects(read([down('a')]), AllSourcesFailed);
  });

  test('with all others leaves no list', async () => {
    await assert.rejects(read([down('a'), down('b', 'UPSTREAM_FORBIDDEN')]), (error) => {
      assert(error instanceof AllSourcesFailed);
      assert.deepEqual(
        error.failures.map(({ sourceId, error: { code } }) => `${sourceId} ${code}`),
        ['a UPSTREAM_UNAVAILABLE', 'b UPSTREAM_FORBIDDEN'],
      );
      return true;
    });
  });

  test('leaves no list where all others are excluded, which says nothing of them', async () => {
    const plan = { isExcluded: true, query: [], pushedDown: [], residual: [], includes: () => true };
    const excluded = { ...listSource('b', [8]), planFilter: () => plan };
    await assert.rejects(read([down('a'), excluded]), AllSourcesFailed);
  });

  test('because it cannot even plan for the filter is not listed', async () => {
    const source = listSource('a', [9], {
      planFilter: () => {
        throw sourceError('INTERNAL_SERVER_ERROR');
      },
    });
    const page = await read([source, listSource('b', [8])]);
    assert.deepEqual([rowsOf(page), source.opened.length], [['b8'], 0]);
    assert.deepEqual(page.failures[0]?.error.code, 'INTERNAL_SERVER_ERROR');
  });

  test('by a defect that is no failure of a source fails the page', async () => {
    const source = pageSource('a', () => {
      throw new RangeError('a bug');
    });
    await assert.rejects(read([source, listSource('b', [8])]), RangeError);
  });

  test('in some of its lists only gives the others, and is partial', async () => {
    const error = sourceError('UPSTREAM_TIMEOUT');
    const source = pageSource('a', () =>
      opened(
        fakeStream('a/1', ['fail'], { sourceId: 'a', error }),
        fakeStream('a/2', [9], { sourceId: 'a' }),
      ),
    );
    const page = await read([source]);
    assert.deepEqual(rowsOf(page), ['a9']);
    const [report] = page.reports();
    assert.deepEqual([report?.state, report?.owesRows, report?.rowsReturned], ['PARTIAL', true, 1]);
  });
});

describe('an empty page', () => {
  test('has no next one, also where rows are owed; but a cursor that goes on from there', async () => {
    const page = await read([down('a'), listSource('b', [])]);
    assert.deepEqual([rowsOf(page), page.hasNextPage, page.reports()[0]?.owesRows], [[], false, true]);
    const later = await nextOf(page, [listSource('a', [9]), listSource('b', [])]);
    assert.deepEqual(rowsOf(later), ['a9']);
  });

  test('has no cursor where nothing is to come', async () => {
    const page = await read([down('a', 'UPSTREAM_FORBIDDEN'), listSource('b', [])]);
    assert.deepEqual([page.hasNextPage, await page.endCursor()], [false, null]);
  });

  test('has a next one where a scan outlasted the deadline, from a cursor that has got on', async () => {
    const late = new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });
    const scanned = (upTo: number) =>
      pageSource('a', () => opened(fakeStream('a', [{ upTo }, 'fail'], { error: late })));
    const first = await read([scanned(50)]);
    assert.deepEqual([rowsOf(first), first.hasNextPage], [[], true]);
    const second = await nextOf(first, [scanned(40)]);
    assert.notEqual(await first.endCursor(), await second.endCursor());
  });

  test('has none where only the place of the next row was found in time: nothing was passed over', async () => {
    const error = sourceError('UPSTREAM_LATE');
    const page = await read([
      pageSource('a', () => opened(fakeStream('a', [{ upTo: 50 }, 'fail'], { error, hasScanned: false }))),
      listSource('b', []),
    ]);
    assert.deepEqual([rowsOf(page), page.hasNextPage], [[], false]);
    assert.deepEqual(page.reports()[0]?.owesRows, true);
    assert.notEqual(await page.endCursor(), null);
  });

  for (const [code, state] of [
    ['UPSTREAM_LATE', 'LATE'],
    ['OPERATION_TOO_COSTLY', 'FAILED'],
  ] as const)
    test(`nor is it an error where that was the only source (${code}): its cursor goes on from that place`, async () => {
      const error = sourceError(code);
      const page = await read([
        pageSource('a', () => opened(fakeStream('a', [{ upTo: 50 }, 'fail'], { error, hasScanned: false }))),
      ]);
      const [report] = page.reports();
      assert.deepEqual(
        [rowsOf(page), page.hasNextPage, report?.state, report?.owesRows],
        [[], false, state, true],
      );
      const later = await nextOf(page, [listSource('a', [9])]);
      assert.deepEqual(rowsOf(later), ['a9']);
    });

  test('has none where the scan did not get on', async () => {
    const late = new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });
    const stuck = pageSource('a', () =>
      opened(fakeStream('a', [{ upTo: 50 }, 'fail'], { error: late, watermark: 50 })),
    );
    const page = await read([stuck, listSource('b', [])]);
    assert.deepEqual([rowsOf(page), page.hasNextPage], [[], false]);
  });
});

describe('a page with rows has a next one', () => {
  const listsOf = (first: readonly Step[], second: readonly Step[], code: SourceErrorCode) =>
    pageSource('a', () =>
      opened(
        fakeStream('a/1', first, { sourceId: 'a' }),
        fakeStream('a/2', second, { sourceId: 'a', error: sourceError(code) }),
      ),
    );

  test('where time ran out over some of its lists: those come next', async () => {
    assert.equal((await read([listsOf([9], ['fail'], 'UPSTREAM_LATE')])).hasNextPage, true);
    assert.equal((await read([listsOf([9], ['fail'], 'OPERATION_TOO_COSTLY')])).hasNextPage, true);
  });

  test('not where a list failed otherwise', async () => {
    assert.equal((await read([listsOf([9], ['fail'], 'UPSTREAM_UNAVAILABLE')])).hasNextPage, false);
    const scanned = listsOf([], [9, { upTo: 5 }, 'fail'], 'UPSTREAM_TIMEOUT');
    assert.equal((await read([scanned])).hasNextPage, false);
  });

  test('where the scan budget is spent: it comes short, and says why', async () => {
    const tired = pageSource('a', () => opened(fakeStream('a', [9, { upTo: 5 }, 4], { mayScanOn: false })));
    const page = await read([tired, listSource('b', [3])]);
    assert.deepEqual([rowsOf(page), page.hasNextPage], [['a9'], true]);
    assert.deepEqual(
      page.reports().map(({ error }) => error?.code ?? null),
      ['SCAN_LIMIT_REACHED', null],
    );
  });
});

test('streams are told what the page misses, and the row that shows that there is a next one', async () => {
  const needs: unknown[] = [];
  const source = pageSource('a', ({ need }) => {
    needs.push(need());
    return opened(fakeStream('a', [9, 8, 7]));
  });
  await read([source], { size: 2 });
  needs.push(source.opened[0]?.need());
  assert.deepEqual(needs, [
    { share: 3, most: 3, given: 0 },
    { share: 1, most: 1, given: 0 },
  ]);
});

test('on the way to the newest rows, lists that have had their turn are not read again before the others', async () => {
  const list = (id: string, steps: readonly Step[], watermark: Watermark) =>
    Object.assign(
      fakeStream(id, steps, { direction: 'up', sourceId: 'a', error: sourceError('UPSTREAM_LATE') }),
      { hintAfter: () => ({ ...NO_HINT, watermark }) },
    );
  const source = pageSource('a', () =>
    opened(list('a/read', [], 'end'), list('a/late', ['fail'], { time: 5 })),
  );
  const order = 'CREATED_AT_ASC';
  const first = await read([source], { order });
  assert.deepEqual([rowsOf(first), first.hasNextPage], [[], false]);
  const cursor = (await first.endCursor()) ?? assert.fail('no cursor');
  const { hints } = pageRequest([source], { order }).codec.decode(cursor, 'after');
  assert.equal(hints.get(streamMark('a/read'))?.watermark, 'end');
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { streamMark, unwalked, type WalkState } from '../../../../src/connection/cursor/walk-state.ts';
import type { CursorMaker } from '../../../../src/connection/page/job-page.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import { readJobPage } from '../../../../src/connection/page/read-job-page.ts';
import { type Hint, NO_HINT, type Watermark } from '../../../../src/datasource/feed/hint.ts';
import type { JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import { sourceError } from '../../upstream/support.ts';
import { fakeStream } from '../merge/fake-stream.ts';
import { at, rosterOf } from '../merge/start-merge.ts';
import { listSource, opened, pageRequest, pageSource, rowsOf } from './page-source.ts';

const TIMES = [9, 8, 7, 6];

/** A page of the list of these four rows. */
const read = (fields: Partial<JobPageRequest> = {}) =>
  readJobPage(pageRequest([listSource('a', TIMES)], fields));

const cursorAt = (time: number): WalkState => ({ ...unwalked(at('a', time), 'down'), roster: rosterOf('a') });

async function stateOf(cursor: CursorMaker): Promise<WalkState> {
  const text = (await cursor()) ?? assert.fail('no cursor');
  return pageRequest([]).codec.decode(text, 'after');
}

const placeOf = async (cursor: CursorMaker) => (await stateOf(cursor)).common;

test('each edge has the cursor of its row, and the page those of its first and last', async () => {
  const page = await read({ size: 2 });
  assert.deepEqual(await Promise.all(page.edges().map(({ cursor }) => placeOf(cursor))), [
    at('a', 9),
    at('a', 8),
  ]);
  assert.deepEqual(
    [await placeOf(page.startCursor), await placeOf(page.endCursor)],
    [at('a', 9), at('a', 8)],
  );
});

test('backward it stands in the order of the list, too, and goes on at its start', async () => {
  const page = await read({ size: 2, isForward: false });
  assert.deepEqual(rowsOf(page), ['a7', 'a6']);
  assert.deepEqual(
    [await placeOf(page.startCursor), await placeOf(page.endCursor)],
    [at('a', 7), at('a', 6)],
  );
  assert.equal((await stateOf(page.startCursor)).direction, 'up');
});

test('without rows it has no cursor', async () => {
  const page = await readJobPage(pageRequest([listSource('a', [])]));
  assert.deepEqual([await page.startCursor(), await page.endCursor()], [null, null]);
  const nothing = await read({ size: 0 });
  assert.deepEqual([nothing.hasNextPage, await nothing.endCursor()], [true, null]);
});

test('a cursor is put together when it is asked for, and once', async () => {
  const { codec } = pageRequest([]);
  let made = 0;
  const encode: typeof codec.encode = (state) => {
    made += 1;
    return codec.encode(state);
  };
  const page = await read({ codec: { ...codec, encode } });
  assert.equal(made, 0);
  await page.endCursor();
  await page.endCursor();
  assert.equal(made, 1);
});

describe('there is a next page, and one before', () => {
  const flags = async (fields: Partial<JobPageRequest>) => {
    const { edges, hasNextPage, hasPreviousPage } = await read({ size: 2, ...fields });
    return [edges().length, hasNextPage, hasPreviousPage];
  };

  test('forward: where more rows follow; where the page came from somewhere', async () => {
    assert.deepEqual(await flags({}), [2, true, false]);
    assert.deepEqual(await flags({ after: cursorAt(8) }), [2, false, true]);
  });

  test('backward: where the page came from somewhere; where more rows stand before', async () => {
    assert.deepEqual(await flags({ isForward: false }), [2, false, true]);
    assert.deepEqual(await flags({ isForward: false, before: cursorAt(7) }), [2, true, false]);
  });

  test('between two cursors: what lies beyond the other one is no next page', async () => {
    const [after, before] = [cursorAt(9), cursorAt(6)];
    assert.deepEqual(await flags({ after, before }), [2, false, true]);
    assert.deepEqual(await flags({ after, before, size: 1 }), [1, true, true]);
    assert.deepEqual(await flags({ after, before, isForward: false }), [2, true, false]);
    assert.deepEqual(await flags({ after, before, isForward: false, size: 1 }), [1, true, true]);
  });
});

describe('the end of a list that grows at that end', () => {
  /** What the cursor of a row remembers of a list that is known to have nothing more. */
  async function watermarkOf(row: number, fields: Partial<JobPageRequest> = {}): Promise<Watermark> {
    const source = pageSource('a', ({ direction }) =>
      opened(
        Object.assign(fakeStream('a', direction === 'down' ? [9, 8, 7] : [7, 8, 9], { direction }), {
          hintAfter: (): Hint => ({ ...NO_HINT, watermark: 'end' }),
        }),
      ),
    );
    const request = pageRequest([source], { ...fields, order: 'CREATED_AT_ASC' });
    const { edges } = await readJobPage(request);
    const { hints } = request.codec.decode((await edges()[row]?.cursor()) ?? '', 'after');
    return hints.get(streamMark('a'))?.watermark ?? 'none';
  }

  test('is none once the walk is over: newer rows may come at any time', async () => {
    assert.deepEqual([await watermarkOf(0), await watermarkOf(2)], ['none', 'none']);
  });

  test('counts as one while the walk is under way, at the row from which it goes on', async () => {
    const size = 2;
    assert.deepEqual([await watermarkOf(0, { size }), await watermarkOf(1, { size })], ['none', 'end']);
  });

  test('is one for good on the other side', async () => {
    assert.equal(await watermarkOf(0, { isForward: false }), 'end');
  });
});

describe('the count', () => {
  const counting = (count: JobStream['count']) => {
    let asked = 0;
    const source = pageSource('a', () =>
      opened(
        Object.assign(fakeStream('a', TIMES), {
          count: () => {
            asked += 1;
            return count();
          },
        }),
      ),
    );
    return { source, asked: () => asked };
  };
  const hundred = async () => ({ atLeast: 100, isExact: true });

  test('is asked for when somebody wants it', async () => {
    const { source, asked } = counting(hundred);
    const page = await readJobPage(pageRequest([source]));
    await page.endCursor();
    assert.equal(asked(), 0);
    assert.deepEqual(await page.count(), { atLeast: 100, isExact: true });
  });

  test('is asked for once where cursors carry it, too', async () => {
    const { source, asked } = counting(hundred);
    const page = await readJobPage(pageRequest([source], { counts: true }));
    assert.equal((await stateOf(page.endCursor)).atLeast, 100);
    assert.deepEqual([(await page.count())?.atLeast, asked()], [100, 1]);
  });

  test('that fails costs no cursor', async () => {
    const { source } = counting(() => Promise.reject(new RangeError('a bug')));
    const page = await readJobPage(pageRequest([source], { counts: true }));
    assert.deepEqual(await placeOf(page.endCursor), at('a', 6));
    await assert.rejects(page.count(), RangeError);
  });
});

test('reports tell what is known when they are asked for', async () => {
  const source = pageSource('a', () =>
    opened(
      Object.assign(fakeStream('a', TIMES), { count: () => Promise.reject(sourceError('UPSTREAM_TIMEOUT')) }),
    ),
  );
  const page = await readJobPage(pageRequest([source]));
  assert.equal(page.reports()[0]?.error, null);
  await page.count();
  assert.equal(page.reports()[0]?.error?.code, 'UPSTREAM_TIMEOUT');
});

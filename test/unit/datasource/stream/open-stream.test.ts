import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PagedJobs } from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../../src/datasource/contract/pager.ts';
import type { Query } from '../../../../src/datasource/contract/transport.ts';
import { type Hint, NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import { TieMemory } from '../../../../src/datasource/feed/read-tie.ts';
import type { Bound } from '../../../../src/datasource/feed/row-feed.ts';
import type { FilterPlan } from '../../../../src/datasource/filter/plan-filter.ts';
import type { JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import type { StreamEngine } from '../../../../src/datasource/stream/list-memory.ts';
import type { StreamRequest } from '../../../../src/datasource/stream/open-request.ts';
import { openStream } from '../../../../src/datasource/stream/open-stream.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { Direction } from '../../../../src/model/sort-key.ts';
import { SourceError, type SourceErrorCode } from '../../../../src/model/source-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { listEngine, SPEC } from './list-engine.ts';

/** One page's stream of the list, from a place on; `wants`: the fields that somebody looks at. */
const openWith = (
  engine: StreamEngine,
  start: Bound | null,
  hint: Hint,
  wants: Partial<Pick<StreamRequest, 'wants' | 'direction'>> = {},
): JobStream =>
  openStream(
    engine,
    SPEC,
    {
      filter: {},
      plan: {
        isExcluded: false,
        query: [],
        pushedDown: [],
        residual: [],
        includes: () => true,
      },
      direction: 'down',
      ...wants,
      startOf: () => start,
      stopOf: () => null,
      hintOf: () => hint,
      need: () => ({ share: 10, most: 10, given: 0 }),
      budget: createScanBudget(100),
      scope: sourceScope(),
      matches: null,
    },
    () => undefined,
  );

test('of a list into which a filter on the time led, no more is read at once for what was passed over', async () => {
  const ids = Array.from({ length: 200 }, (_, i) => `j${200 - i}`);
  const { engine, asked } = listEngine(ids);
  const [filter, matches] = [{ createdBefore: 100 }, ({ createdAt }: Job) => (createdAt ?? 0) < 100];
  const plan = { isExcluded: false, query: [], residual: ['createdBefore'] as const, includes: () => true };
  const wantedOf = async (pushedDown: FilterPlan['pushedDown']) => {
    const stream = openStream(
      engine,
      SPEC,
      {
        filter,
        plan: { ...plan, pushedDown },
        direction: 'down',
        startOf: () => null,
        stopOf: () => null,
        hintOf: () => ({ ...NO_HINT, index: 100, watermark: { time: 99 } }),
        matches,
        need: () => ({ share: 10, most: 11, given: 40 }),
        budget: createScanBudget(1_000),
        scope: sourceScope(),
      },
      () => undefined,
    );
    await stream.advance();
    return new Map(asked().at(-1)).get('limit');
  };
  assert.deepEqual([await wantedOf([]), await wantedOf(['createdBefore'])], ['15', '60']);
});

describe('of a list out of order it is said', () => {
  const said = async (order: PagedJobs['order']): Promise<string | undefined> => {
    const stream = openWith(listEngine(['j1', 'j9', 'j5'], { jobs: { order } }).engine, null, NO_HINT);
    await stream.advance();
    return stream.notes[0]?.error.message;
  };

  test('that it is not newest first, where nobody can choose: that may have been a guess', async () => {
    assert.match((await said('newest-first')) ?? '', /not newest first, as it was taken to be/);
  });

  test('that it is not as it was asked to be, where somebody can', async () => {
    assert.match((await said(() => [['sort', 'time']])) ?? '', /not in the order that was asked for/);
  });
});

describe('a list in order, in which more rows than a page holds cannot be read', () => {
  const { engine, asked } = listEngine(['j300', ...Array.from({ length: 130 }, () => '?'), 'j2', 'j1']);

  test('is read whole for a page, once, and not said to be out of order', async () => {
    const stream = openWith(engine, null, NO_HINT);
    await stream.advance();
    const times = (query: Query): boolean =>
      query.some(([name, value]) => name === 'offset' && value === '0');
    assert.deepEqual(
      stream.rows.map(({ job }) => job.nativeId),
      ['j300', 'j2', 'j1'],
    );
    assert.deepEqual(
      stream.notes.filter(({ losesRows }) => !losesRows),
      [],
    );
    // Pages from its beginning that grow, and three readings of the whole, whose pages no row joins: all that once.
    assert.ok(asked().filter(times).length <= 8, `${asked().filter(times).length} times from the beginning`);
  });
});

type Page = (start: Bound | null, hint: Hint) => Promise<JobStream>;

describe('a walk gets no row less for a reading by another walk that is older than itself', () => {
  const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 4 });
  const lean = { query: [['lean', '1']] as const, lacks: ['raw'], suffices: () => true };
  /** `came`: the list, once one more row stands in it. */
  const lists = [
    {
      what: 'that is out of order',
      ids: ['j1', 'j9', 'j5'],
      came: ['j1', 'j9', 'n5', 'j5'],
    },
    {
      what: 'of a tie that fills more than a page',
      ids: ['a5', 'b5', 'c5', 'd5', 'e5', 'f5', 'x3'],
      came: ['n5', 'a5', 'b5', 'c5', 'd5', 'e5', 'f5', 'x3'],
    },
  ];
  const idsOf = ({ rows }: JobStream): string[] => rows.map(({ job }) => job.nativeId);

  for (const { what, ids, came } of lists) {
    /** The first page on one way of two, another walk's before it on the other; then the second page there. */
    const check = async (ways: (list: string[]) => readonly [Page, Page]): Promise<void> => {
      const list = [...ids];
      const [one, other] = ways(list);
      const before = await other(null, NO_HINT);
      const [known] = before.rows;
      assert(known !== undefined);
      // That walk goes on, and so has read all that can be kept for it.
      await other({ key: known.key, isInclusive: false }, before.hintAfter(1, known.key));
      list.splice(0, list.length, ...came);
      const first = await one(null, NO_HINT);
      const [row] = first.rows;
      assert(row !== undefined && idsOf(first).includes('n5'));
      const second = await other({ key: row.key, isInclusive: false }, first.hintAfter(1, row.key));
      const due = idsOf(first).slice(1);
      assert.deepEqual(
        due.filter((id) => !idsOf(second).includes(id)),
        [],
      );
    };
    const pageOf =
      (engine: StreamEngine, wants?: (field: string) => boolean): Page =>
      async (start, hint) => {
        const stream = openWith(engine, start, hint, { ...(wants && { wants }) });
        while (stream.rows.length === 0 && stream.beyond?.kind !== 'end') await stream.advance();
        return stream;
      };

    test(`${what}, asked for in other words`, () =>
      check((list) => {
        const { engine } = listEngine(list, { jobs: { pager, lean } });
        return [pageOf(engine), pageOf(engine, () => false)];
      }));

    test(`${what}, read by another process`, () =>
      check((list) => {
        const page = (): Page => pageOf(listEngine(list, { jobs: { pager } }).engine);
        return [page(), page()];
      }));
  }
});

describe('a tie whose reading takes longer than a page has time is read by the pages together', () => {
  const ROWS = 200;
  const TIMES = [9, 5, 5, 5];
  const MOST_PAGES = 40;

  /** A vendor that gives few rows at once, does not count them, and answers so often before time runs out. */
  const hasty = (answers: number, cut: number, code: SourceErrorCode = 'UPSTREAM_LATE') => {
    const { engine } = listEngine(
      Array.from({ length: ROWS }, (_, i) => `j${i}x${TIMES[Math.floor((i / ROWS) * TIMES.length)]}`),
      { total: () => null },
    );
    let left = answers;
    const send: StreamEngine['transport']['send'] = async (request, ...rest) => {
      left -= 1;
      if (left < 0) throw new SourceError({ code, message: 'no answer' });
      const query = (request.query ?? []).map(
        ([name, value]) => [name, name === 'limit' ? String(Math.min(Number(value), cut)) : value] as const,
      );
      return engine.transport.send({ ...request, query }, ...rest);
    };
    const turn = (): void => {
      left = answers;
    };
    return { engine: { ...engine, transport: { ...engine.transport, send } }, turn };
  };

  /** Pages that run out of time, one after the other, until the list has ended. */
  async function walk(direction: Direction, answers: number, cut: number): Promise<string[]> {
    const { engine, turn } = hasty(answers, cut);
    let [start, hint]: [Bound | null, Hint] = [null, NO_HINT];
    const found: string[] = [];
    for (let page = 0; page < MOST_PAGES; page++) {
      turn();
      const stream = openWith(engine, start, hint, { direction });
      await readToEnd(stream);
      const { rows, beyond } = stream;
      found.push(...rows.map(({ job }) => job.nativeId));
      if (beyond?.kind === 'end') return found;
      hint = stream.hintAfter(rows.length, rows.at(-1)?.key ?? null);
      if (beyond !== null) start = { key: beyond.key, isInclusive: false };
    }
    return assert.fail(`${MOST_PAGES} pages are not enough: ${found.length} rows came`);
  }

  test('and only where it is time that has run out', async () => {
    for (const code of ['UPSTREAM_LATE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_AUTH_FAILED'] as const) {
      const { engine, turn } = hasty(1, ROWS, code);
      turn();
      await readToEnd(openWith(engine, null, NO_HINT, { direction: 'down' }));
      assert.equal(engine.ties.isEmpty, code !== 'UPSTREAM_LATE', code);
    }
  });

  for (const direction of ['down', 'up'] as const)
    for (const cut of [10, 30])
      for (const answers of [5, 6, 8, 10, 12, 16])
        test(`on the way ${direction}, with ${answers} answers of ${cut} rows`, async () => {
          assert.equal(new Set(await walk(direction, answers, cut)).size, ROWS);
        });
});

/** As far as time goes. */
async function readToEnd(stream: JobStream): Promise<void> {
  try {
    while (stream.beyond?.kind !== 'end') await stream.advance();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
}
describe('a tie over which time runs out', () => {
  const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 4 });

  /** Time runs out with the first page, then the vendor answers in time. */
  async function begun() {
    const { engine } = listEngine(
      [...'abcdefghijkl'].map((name) => `${name}5`),
      { jobs: { pager } },
    );
    const clock = { now: 1, left: 4 };
    const send: StreamEngine['transport']['send'] = async (request, scope) => {
      clock.left -= 1;
      if (clock.left < 0) throw new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });
      return engine.transport.send(request, scope);
    };
    const ties = new TieMemory(() => clock.now);
    const late: StreamEngine = { ...engine, ties, transport: { ...engine.transport, send } };
    const stream = openWith(late, null, NO_HINT);
    await readToEnd(stream);
    assert.equal(stream.rows.length, 0);
    clock.now = 2;
    clock.left = 100;
    return { hint: stream.hintAfter(0, null), read: (hint: Hint) => openWith(late, null, hint) };
  }

  test('is read on by the next page of its walk, and nothing is said of it', async () => {
    const { hint, read } = await begun();
    assert.equal(hint.tieSince, 1);
    const stream = read(hint);
    await readToEnd(stream);
    assert.deepEqual([stream.rows.length, stream.notes, stream.hintAfter(12, null).tieSince], [12, [], null]);
  });

  test('may lack rows for a walk that begins then, and that is said', async () => {
    const { read } = await begun();
    const stream = read(NO_HINT);
    await readToEnd(stream);
    assert.equal(stream.rows.length, 12);
    assert.deepEqual(
      stream.notes.map(({ error, losesRows }) => [error.code, losesRows]),
      [['UPSTREAM_BAD_RESPONSE', true]],
    );
  });
});

test('a walk that meets an inversion in its midst reads the list whole once, and a little further from then on', async () => {
  const ids = Array.from({ length: 100 }, (_, i) => `j${100 - i}`);
  ids.splice(52, 0, ...ids.splice(50, 1));
  const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 12 });
  const { engine, asked } = listEngine(ids, { jobs: { pager }, total: () => null });
  const given: string[] = [];
  const costs: number[] = [];
  let [start, hint]: [Bound | null, Hint] = [null, NO_HINT];
  while (given.length < 100) {
    const before = asked().length;
    const stream = openWith(engine, start, hint);
    while (stream.rows.length < 5 && stream.beyond?.kind !== 'end') await stream.advance();
    const page = stream.rows.slice(0, 5);
    const key = page.at(-1)?.key ?? assert.fail('an empty page');
    given.push(...page.map((row) => row.key.nativeId));
    hint = stream.hintAfter(page.length, key);
    start = { key, isInclusive: false };
    costs.push(asked().length - before);
  }
  assert.deepEqual(
    given,
    ids.toSorted((a, b) => Number(b.slice(1)) - Number(a.slice(1))),
  );
  assert.deepEqual(costs.filter((cost) => cost > 6).length, 1, costs.join(' '));
});

test('a list of which all that was given has gone is read whole on, for no mark would tell that there was anything', async () => {
  const { engine } = listEngine(['j3', 'j2']);
  const hint: Hint = { ...NO_HINT, whole: { passed: null } };
  const key = { time: 9, sourceId: 's', nativeId: 'j9', originId: '' };
  const stream = openWith(engine, { key, isInclusive: false }, hint);
  await stream.advance();
  assert.deepEqual(stream.hintAfter(0, key).whole, { passed: null });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Listing } from '../../../../src/datasource/contract/backend-definition.ts';
import { offsetPager, unpaged } from '../../../../src/datasource/contract/pager.ts';
import { TotalsTrust } from '../../../../src/datasource/paging/read-page.ts';
import {
  attemptsTaskList,
  inlineTaskList,
  pagedTaskList,
} from '../../../../src/datasource/source/task-list.ts';
import { ShapeError } from '../../../../src/datasource/wire/shape-error.ts';
import type { TaskFields } from '../../../../src/model/job.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { makeJob, makeTask } from '../../model/make-job.ts';
import { failsWith } from '../../upstream/support.ts';
import { type FakeTransport, fakeTransport, numberIn } from '../fake-transport.ts';

const JOB = makeJob();
const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 });
const tasks = (size: number): string[] => Array.from({ length: size }, (_, i) => `t${i}`);

/** `count`: what the vendor says; `null`: nothing. */
const vendor = (rows: readonly unknown[], count: number | null): FakeTransport =>
  fakeTransport((request) => {
    const from = numberIn(request, 'offset');
    return { rows: rows.slice(from, from + numberIn(request, 'limit')), count };
  });

const listing: Listing<TaskFields> = {
  path: '/tasks',
  pager,
  envelope: (body) => {
    const { rows, count } = body as { rows: readonly unknown[]; count: number | null };
    return { rows, total: count };
  },
  read: (raw) => {
    if (typeof raw !== 'string') throw new ShapeError('unreadable');
    return makeTask(raw);
  },
};

const listOf = (transport: FakeTransport, of: Listing<TaskFields> = listing) =>
  pagedTaskList(JOB, of, transport, sourceScope());

const offsets = ({ sent }: FakeTransport): number[] => sent.map((request) => numberIn(request, 'offset'));

test('pages are read only as far as they are asked for', async () => {
  const transport = vendor(tasks(60), 60);
  const list = listOf(transport);
  assert.deepEqual([list.total(), transport.sent.length], [null, 0]);
  const first = await list.atLeast(5);
  assert.deepEqual([first.tasks.length, first.isAll, list.total()], [20, false, 60]);
  await list.atLeast(20);
  assert.deepEqual(offsets(transport), [0]);
  const all = await list.atLeast(Number.POSITIVE_INFINITY);
  assert.deepEqual(
    all.tasks.map((task) => task.nativeId),
    tasks(60),
  );
  assert.deepEqual([all.isAll, list.total()], [true, 60]);
  assert.deepEqual(offsets(transport), [0, 20]);
});

test('two who ask at once share what is read', async () => {
  const transport = vendor(tasks(30), 30);
  const list = listOf(transport);
  const [few, more] = await Promise.all([list.atLeast(3), list.atLeast(25)]);
  assert.deepEqual([few.tasks.length, more.tasks.length], [20, 30]);
  assert.deepEqual(offsets(transport), [0, 20]);
});

test('the count of the vendor is not believed: the list ends where no more comes', async () => {
  const short = listOf(vendor(tasks(3), 9_000));
  assert.deepEqual([(await short.atLeast(50)).tasks.length, short.total()], [3, 3]);
  const long = listOf(vendor(tasks(45), 2));
  assert.equal((await long.atLeast(Number.POSITIVE_INFINITY)).tasks.length, 45);
});

test('what a vendor counts is learnt once for the tasks of all jobs', async () => {
  const trust = new TotalsTrust();
  const open = (transport: FakeTransport) => pagedTaskList(JOB, listing, transport, sourceScope(), { trust });
  const [first, second, page] = [vendor(tasks(5), 5), vendor(tasks(5), 5), vendor(tasks(45), 45)];
  assert.equal((await open(first).atLeast(6)).isAll, true);
  assert.deepEqual(offsets(first), [0, 5], 'only asking on tells whether it has counted the list');
  assert.equal((await open(second).atLeast(6)).isAll, true);
  assert.deepEqual(offsets(second), [0]);
  assert.equal((await open(page).atLeast(Number.POSITIVE_INFINITY)).tasks.length, 45);
});

test('a vendor that counts the rows of each page is never believed', async () => {
  const trust = new TotalsTrust();
  const counting = () =>
    fakeTransport((request) => {
      const rows = tasks(12).slice(numberIn(request, 'offset')).slice(0, 5);
      return { rows, count: rows.length };
    });
  for (const transport of [counting(), counting()]) {
    const list = pagedTaskList(JOB, listing, transport, sourceScope(), { trust });
    assert.equal((await list.atLeast(Number.POSITIVE_INFINITY)).tasks.length, 12);
  }
});

test('paging that does not advance ends', async () => {
  const transport = fakeTransport(() => ({ rows: tasks(20), count: 100 }));
  const { tasks: found, isAll } = await listOf(transport).atLeast(100);
  assert.deepEqual([found.length, isAll], [20, true]);
});

test('a vendor without pages is asked once', async () => {
  const transport = fakeTransport(() => ({ rows: tasks(25), count: null }));
  const { tasks: found, isAll } = await listOf(transport, { ...listing, pager: unpaged }).atLeast(1);
  assert.deepEqual([found.length, isAll, transport.sent.length], [25, true, 1]);
});

test('tasks without a number are numbered by their place, unreadable rows are noted', async () => {
  const list = listOf(vendor(['a', { not: 'readable' }, 'c'], 3));
  const { tasks: found } = await list.atLeast(10);
  assert.deepEqual(
    found.map(({ nativeId, index, job }) => [nativeId, index, job === JOB]),
    [
      ['a', 0, true],
      ['c', 2, true],
    ],
  );
  assert.deepEqual(
    list.notes.map(({ error, losesRows }) => [error.code, losesRows]),
    [['UPSTREAM_BAD_RESPONSE', true]],
  );
});

test('a page of unreadable rows alone does not end the list, and its rows count', async () => {
  const junk = Array.from({ length: 20 }, () => ({ not: 'readable' }));
  const list = listOf(vendor([...tasks(20), ...junk, 't40', 't41'], 42));
  const { tasks: found, isAll } = await list.atLeast(Number.POSITIVE_INFINITY);
  assert.deepEqual([found.length, found.at(-1)?.nativeId, isAll], [22, 't41', true]);
  assert.deepEqual([list.total(), list.notes.length], [42, 20]);
});

test('paging that does not advance ends, be its rows readable or not', async () => {
  const transport = fakeTransport(() => ({ rows: Array.from({ length: 20 }, () => null), count: 100 }));
  const list = listOf(transport);
  assert.deepEqual(
    [(await list.atLeast(100)).isAll, list.notes.length, transport.sent.length],
    [true, 20, 2],
  );
});

test('a failure is told to who asked; who asks again asks the vendor again', async () => {
  let isDown = true;
  const transport = fakeTransport(() => {
    if (isDown) throw new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
    return { rows: tasks(2), count: 2 };
  });
  const list = listOf(transport);
  await assert.rejects(list.atLeast(1), { code: 'UPSTREAM_TIMEOUT' });
  isDown = false;
  assert.equal((await list.atLeast(1)).tasks.length, 2);
});

test('tasks that came with their job are all there, numbered where the vendor did not', async () => {
  const list = inlineTaskList(JOB, [makeTask('a', { index: 4 }), makeTask('b')], sourceScope());
  const { tasks: found, isAll } = await list.atLeast(0);
  assert.deepEqual(
    found.map(({ nativeId, index, job }) => [nativeId, index, job === JOB]),
    [
      ['a', 4, true],
      ['b', 1, true],
    ],
  );
  assert.deepEqual([isAll, list.total(), list.notes], [true, 2, []]);
});

describe('a job that was tried several times', () => {
  const attempts: Readonly<Record<string, readonly string[]>> = { a: tasks(3), b: [], c: ['u0', 'u1'] };
  const transport = (broken: string | null = null): FakeTransport =>
    fakeTransport(({ path }) => {
      if (path === broken) throw new SourceError({ code: 'UPSTREAM_UNAVAILABLE', message: 'down' });
      const rows = path === '/attempts' ? Object.keys(attempts) : (attempts[path.slice(1)] ?? []);
      return { rows, count: null };
    });
  const open = (vendor: FakeTransport, of = JOB) =>
    attemptsTaskList(
      of,
      {
        attempts: {
          ...listing,
          path: '/attempts',
          pager: unpaged,
          read: (id) => ({ ...listing, path: `/${id}`, pager: unpaged }),
        },
      },
      vendor,
      sourceScope(),
    );
  const namesOf = async (list: ReturnType<typeof open>, count: number) => {
    const { tasks: found, isAll } = await list.atLeast(count);
    return [found.map(({ nativeId }) => nativeId).join(' '), isAll];
  };

  test('has the tasks of all attempts, in their order, and each is asked once it is reached', async () => {
    const vendor = transport();
    const list = open(vendor);
    assert.deepEqual(await namesOf(list, 2), ['t0 t1 t2', false]);
    assert.deepEqual([vendor.sent.map(({ path }) => path), list.total()], [['/attempts', '/a'], null]);
    assert.deepEqual(await namesOf(list, 4), ['t0 t1 t2 u0 u1', true]);
    assert.deepEqual([vendor.sent.length, list.total()], [4, 5]);
  });

  test('is asked again where the attempts could not be read', async () => {
    let broken: string | null = '/attempts';
    const vendor = fakeTransport((request) => {
      if (request.path === broken) throw new SourceError({ code: 'UPSTREAM_UNAVAILABLE', message: 'down' });
      return { rows: request.path === '/attempts' ? ['a'] : attempts['a'], count: null };
    });
    const list = open(vendor);
    await assert.rejects(list.atLeast(1), failsWith('UPSTREAM_UNAVAILABLE'));
    broken = null;
    assert.deepEqual(await namesOf(list, 9), ['t0 t1 t2', true]);
  });

  test('may be tried again while it runs: what is known of its attempts is then not final', async () => {
    for (const [status, kept] of [
      ['RUNNING', 'changing'],
      ['FAILED', 'final'],
    ] as const) {
      const vendor = transport();
      await open(vendor, { ...JOB, status }).atLeast(1);
      assert.equal(vendor.sent[0]?.keepAs?.({ body: { rows: ['a'], count: null } }), kept);
    }
  });
});

test('a row of one attempt that cannot be read counts once, whatever the other attempts have', async () => {
  const rows: Readonly<Record<string, readonly unknown[]>> = { '/1': ['a', 7], '/2': ['b', 'c'] };
  const transport = fakeTransport((request) => ({ rows: rows[request.path] ?? ['1', '2'], count: null }));
  const attempts: Listing<Listing<TaskFields>> = {
    path: '/attempts',
    pager: unpaged,
    envelope: listing.envelope,
    read: (raw) => ({ ...listing, pager: unpaged, path: `/${raw}` }),
  };
  const list = attemptsTaskList(JOB, { attempts }, transport, sourceScope());
  const { tasks: found } = await list.atLeast(Number.POSITIVE_INFINITY);
  assert.deepEqual([found.length, list.total(), list.notes.length], [3, 4, 1]);
});

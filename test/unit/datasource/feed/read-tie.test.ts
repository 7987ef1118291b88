import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  NO_WALK,
  readTie,
  type Tie,
  TieMemory,
  type TieWalk,
} from '../../../../src/datasource/feed/read-tie.ts';
import { START, UnreadablePage } from '../../../../src/datasource/paging/row-order.ts';
import { againstWindows } from '../../../../src/datasource/paging/walk-window.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { idsOf, type ListVendor, listVendor } from '../list-vendor.ts';

const PAGE = 4;

/** Jobs of one instant. */
const tied = (names: string, time = 5): string[] => [...names].map((name) => `${name}${time}`);

/** Reads the instant 5 of a list, from its first page on; `frontier`: rows before it are not wanted. */
function readFive(
  { list }: ListVendor,
  slack = 0,
  memory = new TieMemory(() => 0),
  walk: TieWalk = NO_WALK,
): Promise<Tie> {
  const windows = list;
  return readTie({
    windows,
    rank: -5,
    slack,
    frontier: -5,
    locate: () => windows.read(0, PAGE, START, true),
    checked: (window) => window,
    memory,
    key: 'a list',
    walk,
  });
}

/** `change`: what happens before each page. */
function vendorOf(
  ids: readonly string[],
  change: (ids: string[], page: number) => void = () => undefined,
  counts = true,
): ListVendor {
  const vendor = listVendor(ids, { maxPageSize: PAGE, counts });
  const read = vendor.list.page.bind(vendor.list);
  let pages = 0;
  vendor.list.page = (...asked) => {
    pages += 1;
    change(vendor.ids, pages);
    return read(...asked);
  };
  return vendor;
}

const sorted = ({ rows }: Tie): string[] => idsOf(rows).sort();

describe('jobs of one instant that fill more than a page', () => {
  test('are read to the last, and it is told where the next instant begins', async () => {
    const tie = await readFive(vendorOf(['k9', ...tied('abcdefghij'), 'x3', 'y2']));
    assert.deepEqual([sorted(tie), tie.after], [tied('abcdefghij'), -3]);
  });

  test('are not ended by a page of nothing but rows that cannot be read', async () => {
    const vendor = vendorOf(['k9', ...tied('abcdef')]);
    const read = vendor.list.page.bind(vendor.list);
    vendor.list.page = async (...asked) => ({ ...(await read(...asked)), rows: [] });
    await assert.rejects(readFive(vendor), UnreadablePage);
  });

  test('may end the list', async () => {
    const tie = await readFive(vendorOf(['k9', ...tied('abcdef')]));
    assert.deepEqual([sorted(tie), tie.after], [tied('abcdef'), null]);
  });

  test('are all found where they stand in another order on each page', async () => {
    const turn = (ids: string[]): void => {
      const [first] = ids.splice(1, 1);
      ids.splice(4, 0, first ?? '');
      ids.splice(1, 0, ...ids.splice(5, 2));
    };
    const tie = await readFive(vendorOf(['k9', ...tied('abcdefg'), 'x3'], turn));
    assert.deepEqual(sorted(tie), tied('abcdefg'));
  });

  test('are not waited for where some have gone', async () => {
    const vanish = (ids: string[], page: number): void => {
      if (page === 3) ids.splice(ids.indexOf('b5'), 1);
    };
    const tie = await readFive(vendorOf(['k9', ...tied('abcdefg'), 'x3'], vanish));
    assert.deepEqual([tied('acdefg').every((id) => sorted(tie).includes(id)), tie.after], [true, -3]);
  });

  for (const [what, last, names, after] of [
    ['the last of them', 'g5', 'abcdefg', null],
    ['the row behind them', 'x3', 'abcdef', -3],
  ] as const)
    test(`do not hide ${what} where a row before them goes, and it alone stands where they are read on`, async () => {
      const vanish = (ids: string[], page: number): void => {
        if (page === 3) ids.shift();
      };
      const tie = await readFive(vendorOf(['k9', ...tied('abcdef'), last], vanish, false));
      assert.deepEqual([sorted(tie), tie.after], [tied(names), after]);
    });

  test('are read past rows that stand a little out of order', async () => {
    const tie = await readFive(vendorOf(['k9', ...tied('abcde'), 'x4', 'f5', 'y2', 'z1', 'q0']), 1);
    assert(sorted(tie).includes('f5'));
  });
});

test('jobs of one instant that come one at a time, and change places, are not taken for the end of the list', async () => {
  const vendor = listVendor(['k9', 'a5', 'b5', 'x3', 'y2'], {
    maxPageSize: PAGE,
    largestPage: 1,
    counts: false,
  });
  const read = vendor.list.page.bind(vendor.list);
  // Wherever they are asked for, it is the first of them that stands there, for a while.
  let pages = 0;
  vendor.list.page = (...asked) => {
    pages += 1;
    const [from] = asked;
    const names = from === 2 && pages < 40 ? ['b5', 'a5'] : ['a5', 'b5'];
    vendor.ids.splice(1, 2, ...names);
    return read(...asked);
  };
  const tie = await readFive(vendor);
  assert.deepEqual([sorted(tie), tie.after], [tied('ab'), -3]);
});

test('the instant that follows is not stepped over where a row goes while rows come one at a time', async () => {
  for (let request = 1; request <= 30; request++) {
    const vendor = listVendor(['a5', 'b4', 'c3'], { maxPageSize: PAGE, largestPage: 1, counts: false });
    vendor.before(request, () => vendor.ids.shift());
    assert.equal((await readFive(vendor)).after, -4, `before request ${request}`);
  }
});

test('against the order, a row is not stepped over that is pushed to where the one before it stood', async () => {
  const vendor = listVendor(['d4', 'c3', 'b2', 'a1'], { direction: 'up', largestPage: 1, counts: false });
  const windows = againstWindows(vendor.list);
  // Two pages show how many rows come at once.
  for (const from of [0, 1]) await vendor.list.page(from, PAGE);
  const tie = await readTie({
    windows,
    rank: 2,
    slack: 0,
    frontier: 2,
    locate: async () => {
      const window = await windows.read(vendor.ids.indexOf('a1'), 1, 2, true);
      vendor.ids.unshift(`e${5 + vendor.ids.length}`);
      return window;
    },
    checked: (window) => window,
    memory: new TieMemory(() => 0),
    key: 'a list',
    walk: NO_WALK,
  });
  assert.deepEqual([idsOf(tie.rows), tie.after], [['b2'], 3]);
});

test('a list that changes without end is not read without end', async () => {
  let made = 0;
  const grow = (ids: string[]): void => {
    ids.splice(1, 7, ...tied('abcdefg').map((id) => `${++made}${id}`));
  };
  await assert.rejects(
    readFive(vendorOf(['k9', ...tied('abcdefg'), 'x3'], grow)),
    (error) => error instanceof SourceError && error.code === 'UPSTREAM_BAD_RESPONSE' && error.retryable,
  );
});

describe('where time runs out before a tie is read', () => {
  /** So many pages can be read; then the vendor answers again. */
  const late = (after: number) =>
    vendorOf([...tied('abcdefghijklmnop'), 'x3'], (_, page) => {
      if (page === after + 1) throw new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });
    });

  test('the next page goes on from there', async () => {
    const [vendor, memory] = [late(4), new TieMemory(() => 0)];
    await assert.rejects(readFive(vendor, 0, memory), SourceError);
    const before = vendor.sent.length;
    const tie = await readFive(vendor, 0, memory);
    assert.deepEqual([sorted(tie), tie.after], [tied('abcdefghijklmnop'), -3]);
    assert(vendor.sent.length - before <= 2, `${vendor.sent.length - before}`);
  });

  test('but not where its cursor had been made already: nobody would know whose reading it was', async () => {
    const [vendor, memory] = [late(4), new TieMemory(() => 0)];
    await assert.rejects(readFive(vendor, 0, memory, { ...NO_WALK, isOver: () => true }), SourceError);
    assert.equal(memory.isEmpty, true);
  });

  test('but not after long: the list is another one by then', async () => {
    let now = 0;
    const [vendor, memory] = [late(4), new TieMemory(() => now)];
    await assert.rejects(readFive(vendor, 0, memory), SourceError);
    now = 20_000;
    vendor.ids.shift();
    assert.deepEqual(sorted(await readFive(vendor, 0, memory)), tied('bcdefghijklmnop'));
  });
});

describe('a tie whose reading ran out of time, and which another walk reads on', () => {
  const LATE = new SourceError({ code: 'UPSTREAM_LATE', message: 'late' });

  /** One walk reads until time runs out; then a row comes where it has been, and one goes; then the walk since `since` reads. */
  async function readOn(since: number, change: (ids: string[]) => void = () => undefined) {
    const told: string[] = [];
    const walkOf = (from: number, who: string): TieWalk => ({
      since: from,
      onKept: () => told.push(`${who}: kept`),
      onOlder: () => told.push(`${who}: older`),
    });
    let [now, isLate] = [1, true];
    const vendor = vendorOf([...tied('abcdefghijklmnop'), 'x3'], (ids, page) => {
      if (isLate && page === 4) throw LATE;
      if (!isLate) change(ids);
    });
    const memory = new TieMemory(() => now);
    await assert.rejects(readFive(vendor, 0, memory, walkOf(1, 'one')), LATE);
    vendor.ids.splice(0, 2, 'z5', 'b5');
    [now, isLate] = [2, false];
    const tie = await readFive(vendor, 0, memory, walkOf(since, 'other'));
    return { found: sorted(tie), told };
  }

  test('that one is told that rows may be missing which have come since', async () => {
    const { found, told } = await readOn(2);
    assert(!found.includes('z5'));
    assert.deepEqual(told, ['one: kept', 'other: older']);
  });

  test('a walk that was under way as it began is not: it was not owed them', async () => {
    assert.deepEqual((await readOn(1)).told, ['one: kept']);
  });

  test('nor is one that has seen enough of it from the start', async () => {
    const turn = (ids: string[]): void => {
      ids.splice(14, 0, ids.shift() ?? '');
    };
    const { found, told } = await readOn(2, turn);
    assert(found.includes('z5'));
    assert.deepEqual(told, ['one: kept']);
  });
});

test('a tie that was read to its end is read again: a walk that has begun since may be owed a row of it', async () => {
  const [vendor, memory] = [vendorOf([...tied('abcdefgh'), 'x3']), new TieMemory(() => 0)];
  await readFive(vendor, 0, memory);
  vendor.ids.unshift('z5');
  assert.deepEqual(sorted(await readFive(vendor, 0, memory)), tied('abcdefghz'));
});

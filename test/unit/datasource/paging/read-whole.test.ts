import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Note } from '../../../../src/datasource/contract/note.ts';
import { readWhole } from '../../../../src/datasource/paging/read-whole.ts';
import { idsOf, listVendor, newestFirst } from '../list-vendor.ts';

const noNote = (): void => assert.fail('a note');

test('a list is read to its end, over as many pages as it takes', async () => {
  for (const counts of [true, false]) {
    const { list } = listVendor(newestFirst(25), { maxPageSize: 10, counts });
    assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), newestFirst(25));
  }
});

test('of a vendor that gives fewer rows at once than it is asked for, no row is read twice for that', async () => {
  const { list, sent } = listVendor(newestFirst(200), { largestPage: 40 });
  assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), newestFirst(200));
  assert(sent.length <= 8, `${sent.length}`);
});

test('of one whose pages end at fixed places, each part is read at once, and the list three times: no page shows that two belong together', async () => {
  for (const counts of [true, false])
    for (const partition of [6, 13, 40]) {
      const { list, sent } = listVendor(newestFirst(190), { partition, counts });
      assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), newestFirst(190));
      const most = 20 + 4 * Math.ceil(190 / partition);
      assert(sent.length <= most, `${sent.length} requests for parts of ${partition}`);
    }
});

test('a list whose pages go by marker is read to its end, whether they begin with the marker or behind it', async () => {
  for (const marker of ['inclusive', 'exclusive'] as const)
    for (const counts of [true, false]) {
      const { list, sent } = listVendor(newestFirst(45), { maxPageSize: 10, counts, marker });
      const page = list.page.bind(list);
      list.page = (...asked) => (sent.length > 50 ? assert.fail('it does not get on') : page(...asked));
      assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), newestFirst(45));
    }
});

test('a vendor that no longer pages, but gives its whole list at once, has all of it read', async () => {
  const { list, ids, sent } = listVendor(newestFirst(25), { maxPageSize: 10, counts: false });
  const page = list.page.bind(list);
  const slice = ids.slice.bind(ids);
  list.page = (...asked) => (sent.length > 50 ? assert.fail('it does not get on') : page(...asked));
  ids.slice = (from, to) => (sent.length < 2 ? slice(from, to) : slice());
  assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), newestFirst(25));
});

test('an empty list has no rows', async () => {
  assert.deepEqual(await readWhole(listVendor([]).list, 1_000, noNote), []);
});

test('a row that comes twice is one row', async () => {
  const { list } = listVendor(['j3', 'j2', 'j2', 'j1']);
  assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)), ['j3', 'j2', 'j1']);
});

test('beyond the cap the reading stops, and says so', async () => {
  const notes: Note[] = [];
  const { list } = listVendor(newestFirst(30), { maxPageSize: 10 });
  const rows = await readWhole(list, 10, (note) => notes.push(note));
  assert.deepEqual(idsOf(rows), newestFirst(30).slice(0, 10));
  assert.deepEqual(
    notes.map(({ error, losesRows }) => [error.code, losesRows]),
    [['SCAN_LIMIT_REACHED', true]],
  );
});

/** Rows of one instant in an order that each answer draws, as far as `orders` has it. */
function restless(orders: (from: number) => readonly string[], pageRows: number) {
  const vendor = listVendor([], { maxPageSize: pageRows, counts: false });
  const read = vendor.list.page.bind(vendor.list);
  vendor.list.page = (from, ...rest) => {
    vendor.ids.splice(0, vendor.ids.length, ...orders(from));
    return read(from, ...rest);
  };
  return vendor.list;
}

test('a row that always moves behind the same end of a page is found by pages that end elsewhere', async () => {
  const names = [...'abcdefghijklmnopqrst'].map((name) => `${name}5`);
  // Of the first page of eight the last row but one stands behind it, and of the next one before it.
  const swapped = names.toSpliced(6, 1).toSpliced(9, 0, 'g5');
  const list = restless((from) => (from === 0 ? swapped : names), 8);
  assert.deepEqual(idsOf(await readWhole(list, 1_000, noNote)).toSorted(), names);
});

test('where pages could go by marker, rows stand where they are all the same while those of one instant change places', async () => {
  const tie = [...'abcdefgh'].map((name) => `${name}5`);
  const vendor = listVendor([], { maxPageSize: 4, counts: false, marker: 'exclusive' });
  const read = vendor.list.page.bind(vendor.list);
  let pages = 0;
  vendor.list.page = (...asked) => {
    pages += 3;
    const turned = [...tie.slice(pages % 8), ...tie.slice(0, pages % 8)];
    vendor.ids.splice(0, vendor.ids.length, ...turned, 'x3', 'y2', 'z1');
    return read(...asked);
  };
  const rows = await readWhole(vendor.list, 1_000, noNote);
  const placeOf = (id: string) => rows.find(({ key }) => key.nativeId === id)?.index;
  assert.deepEqual([rows.length, ...['x3', 'y2', 'z1'].map(placeOf)], [11, 8, 9, 10]);
  assert(rows.every(({ key, index }) => !tie.includes(key.nativeId) || index < 8));
});

test('one that is never found is missed aloud', async () => {
  const notes: Note[] = [];
  // Where it should stand, there is each time another one of those that are known.
  let pass = 0;
  const list = restless((from) => {
    pass += from === 0 ? 1 : 0;
    return ['a5', 'b5', 'c5', 'd5', pass % 2 === 0 ? 'a5' : 'b5'];
  }, 4);
  const rows = await readWhole(list, 1_000, (note) => notes.push(note));
  assert.deepEqual(idsOf(rows), ['a5', 'b5', 'c5', 'd5']);
  assert.deepEqual(
    notes.map(({ error, losesRows }) => [error.code, losesRows]),
    [['UPSTREAM_BAD_RESPONSE', true]],
  );
});

test('also where each pass meets another one at two places, for it changes them', async () => {
  const notes: Note[] = [];
  let pass = 0;
  const list = restless((from) => {
    pass += from === 0 ? 1 : 0;
    return pass % 2 === 0 ? ['a5', 'b5', 'c5', 'd5', 'a5'] : ['b5', 'a5', 'c5', 'd5', 'a5'];
  }, 4);
  assert.equal((await readWhole(list, 1_000, (note) => notes.push(note))).length, 4);
  assert.equal(notes.length, 1);
});

test('and where a row that always comes twice does so on one page', async () => {
  const notes: Note[] = [];
  let pass = 0;
  const list = restless((from) => {
    pass += from === 0 ? 1 : 0;
    return [...(pass % 2 === 0 ? ['a5', 'a5', 'b5'] : ['b5', 'a5', 'a5']), 'c5', 'd5', 'e5', 'b5'];
  }, 4);
  assert.equal((await readWhole(list, 1_000, (note) => notes.push(note))).length, 5);
  assert.equal(notes.length, 1);
});

test('a row that a later pass has missed stands among those of its instant, wherever these stand by then', async () => {
  const { list, ids } = listVendor(['k9'], { maxPageSize: 4, counts: false });
  const read = list.page.bind(list);
  let [pass, pages] = [0, 0];
  // Rows of one instant change places between pages. Behind the first pass four rows go, one of the instant among them.
  list.page = (from, ...rest) => {
    pass += from === 0 ? 1 : 0;
    pages += 1;
    const orders = pass === 1 ? ['abcde', 'badce'] : ['abce', 'abec'];
    const instant = [...(orders[(pages + 1) % 2] ?? '')].map((name) => `${name}5`);
    ids.splice(0, ids.length, ...(pass === 1 ? ['k9', 'l8', 'm7'] : []), ...instant, 'x3', 'y2');
    return read(from, ...rest);
  };
  const rows = await readWhole(list, 1_000, noNote);
  const walked = idsOf(rows.toSorted((a, b) => a.index - b.index));
  assert(walked.includes('d5'));
  assert.deepEqual(walked.slice(-2), ['x3', 'y2']);
});

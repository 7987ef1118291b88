import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeptRows } from '../../../../src/datasource/fetched/kept-rows.ts';
import { servicestageJob } from '../../backends/servicestage-job.ts';

const MINUTE = 60_000;
const { row: ROW } = await servicestageJob({ job: { JOB_ID: 'j' }, tasks: [] });

test('rows are kept for so long, and not at all for no time', () => {
  let now = 0;
  const rows = createKeptRows(() => now);
  rows.keep('a', [], MINUTE);
  rows.keep('b', [], 0);
  assert.equal(rows.get('b'), null);
  now = MINUTE - 1;
  assert.deepEqual(rows.get('a'), { rows: [], until: MINUTE });
  now = MINUTE;
  assert.equal(rows.get('a'), null);
});

test('what several have read at once is kept once; after its time it can be kept anew', () => {
  let now = 0;
  const rows = createKeptRows(() => now);
  rows.keep('a', [], MINUTE);
  now = MINUTE - 1;
  rows.keep('a', [], MINUTE);
  now = MINUTE;
  assert.equal(rows.get('a'), null);
  rows.keep('a', [], MINUTE);
  now = 2 * MINUTE - 1;
  assert.deepEqual(rows.get('a'), { rows: [], until: 2 * MINUTE });
});

test('bounded in characters: the oldest goes first, and one that is larger than all is not kept', () => {
  const rows = createKeptRows(() => 0);
  const sized = (mebi: number) => [{ row: ROW, raw: 'x'.repeat(mebi * 1024 * 1024) }];
  for (const key of ['a', 'b', 'c']) rows.keep(key, sized(6), MINUTE);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => rows.get(key) !== null),
    [false, true, true],
  );
  rows.keep('huge', sized(17), MINUTE);
  assert.equal(rows.get('huge'), null);
});

test('of more than two thousand the one unused for longest goes', () => {
  const rows = createKeptRows(() => 0);
  for (let i = 0; i < 2_000; i++) rows.keep(String(i), [], MINUTE);
  rows.get('0');
  rows.keep('one more', [], MINUTE);
  assert.equal(rows.get('1'), null);
  for (const key of ['0', '2', '1999', 'one more']) assert.notEqual(rows.get(key), null, key);
});

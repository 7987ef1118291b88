import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettledRows } from '../../../../src/datasource/stream/settled-rows.ts';
import { servicestageJob } from '../../backends/servicestage-job.ts';

const MINUTE = 60_000;
const { row: ROW } = await servicestageJob({ job: { JOB_ID: 'j' }, tasks: [] });

test('rows are kept for a minute', () => {
  let now = 0;
  const rows = createSettledRows(() => now);
  rows.keep('a', []);
  assert.equal(rows.get('b'), null);
  now = MINUTE;
  assert.deepEqual(rows.get('a'), []);
  now = MINUTE + 1;
  assert.equal(rows.get('a'), null);
});

test('what several have read at once is kept once; after its minute it can be kept anew', () => {
  let now = 0;
  const rows = createSettledRows(() => now);
  rows.keep('a', []);
  now = MINUTE;
  rows.keep('a', []);
  now = MINUTE + 1;
  assert.equal(rows.get('a'), null);
  rows.keep('a', []);
  now = 2 * MINUTE + 1;
  assert.deepEqual(rows.get('a'), []);
});

test('bounded in characters: the oldest goes first, and one that is larger than all is not kept', () => {
  const rows = createSettledRows(() => 0);
  const sized = (mebi: number) => [{ row: ROW, raw: 'x'.repeat(mebi * 1024 * 1024) }];
  for (const key of ['a', 'b', 'c']) rows.keep(key, sized(6));
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => rows.get(key) !== null),
    [false, true, true],
  );
  rows.keep('huge', sized(17));
  assert.equal(rows.get('huge'), null);
});

test('of more than a thousand the oldest goes', () => {
  const rows = createSettledRows(() => 0);
  for (let i = 0; i < 1_000; i++) rows.keep(String(i), []);
  rows.keep('one more', []);
  assert.equal(rows.get('0'), null);
  for (const key of ['1', '2', '999', 'one more']) assert.deepEqual(rows.get(key), [], key);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { shapeFault } from '../../../../src/datasource/paging/read-page.ts';
import {
  optionalCount,
  optionalFlag,
  optionalText,
  requiredText,
} from '../../../../src/datasource/wire/fields.ts';
import { rowReader } from '../../../../src/datasource/wire/row-reader.ts';
import { optionalTime } from '../../../../src/datasource/wire/times.ts';

const read = rowReader(
  'job',
  z.object({
    id: requiredText,
    name: optionalText,
    parts: optionalCount,
    ok: optionalFlag,
    at: optionalTime,
    by: z.object({ user: optionalText, group: optionalText }).nullish(),
  }),
);

function readAll(raw: unknown) {
  const oddities: string[] = [];
  return { row: read(raw, (what) => oddities.push(what)), oddities };
}

const WHOLE = {
  id: 'r',
  name: 'n',
  parts: 1,
  ok: true,
  at: '2024-09-04T12:30Z',
  by: { user: 'u', group: 'g' },
};

test('a row that is as it should be has nothing odd', () => {
  assert.deepEqual(readAll(WHOLE), {
    row: { ...WHOLE, at: Date.UTC(2024, 8, 4, 12, 30) },
    oddities: [],
  });
  assert.deepEqual(readAll({ id: 'r' }), {
    row: { id: 'r', name: null, parts: null, ok: null, at: null },
    oddities: [],
  });
});

test('a field that cannot be read is none, and is told by place and kind', () => {
  for (const [field, value, expected, oddity] of [
    ['name', {}, null, 'job.name: not a text'],
    ['name', ['a'], null, 'job.name: not a text'],
    ['parts', 'ten', null, 'job.parts: not a count'],
    ['parts', 1e12, null, 'job.parts: not a count'],
    ['ok', 'perhaps', null, 'job.ok: not true or false'],
    ['at', 'yesterday', null, 'job.at: not a time in a known format'],
  ] as const) {
    const { row, oddities } = readAll({ ...WHOLE, [field]: value });
    assert.deepEqual([row[field], oddities], [expected, [oddity]]);
    assert.deepEqual({ ...row, [field]: 0 }, { ...read(WHOLE), [field]: 0 }, 'all else is as it was');
  }
});

test('several at once, and inside of others: each alone is none', () => {
  const { row, oddities } = readAll({ ...WHOLE, name: {}, at: 'hush', by: { user: {}, group: 'g' } });
  assert.deepEqual([row.name, row.at, row.parts, row.by], [null, null, 1, { user: null, group: 'g' }]);
  assert.deepEqual(oddities, [
    'job.name: not a text',
    'job.at: not a time in a known format',
    'job.by.user: not a text',
  ]);
  assert.equal(readAll({ ...WHOLE, by: 'nobody' }).row.by, undefined);
});

test('without what it cannot do without a row cannot be read, and only that is told', () => {
  for (const [raw, reason] of [
    [{}, 'job.id: is missing'],
    [{ id: null }, 'job.id: is missing'],
    [{ id: '' }, 'job.id: is missing'],
    [{ id: {}, name: {} }, 'job.id: is missing'],
    [[], /^job: Invalid input/],
    ['hush', /^job: Invalid input/],
    [null, /^job: Invalid input/],
  ] as const) {
    const told: string[] = [];
    const isIt = (error: unknown) => {
      const text = shapeFault(error) ?? assert.fail(String(error));
      assert(typeof reason === 'string' ? text === reason : reason.test(text), text);
      assert.doesNotMatch(text, /hush/);
      return true;
    };
    assert.throws(() => read(raw, (what) => told.push(what)), isIt);
    assert.deepEqual(told, []);
  }
});

test('a schema that cannot be compiled is refused at once', () => {
  const cyclic: z.ZodType = z.lazy(() => z.object({ inner: cyclic.nullish() }));
  assert.throws(() => rowReader('job', cyclic), /z\.compile does not support/);
});

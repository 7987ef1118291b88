import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { shapeFault } from '../../../../src/datasource/paging/read-answer.ts';
import {
  declaredFields,
  optionalCount,
  optionalFlag,
  optionalNumber,
  optionalText,
  requiredText,
} from '../../../../src/datasource/wire/fields.ts';
import { type RowReader, rowReader, schemaReader } from '../../../../src/datasource/wire/row-reader.ts';
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
    [{ id: {}, name: {} }, 'job.id: not a text'],
    [[], 'job: not an object'],
    ['hush', 'job: not an object'],
    [null, 'job: not an object'],
  ] as const) {
    const told: string[] = [];
    const isIt = (error: unknown) => {
      const text = shapeFault(error) ?? assert.fail(String(error));
      assert.equal(text, reason);
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

const FLAT = z.object({
  id: requiredText,
  name: optionalText,
  size: optionalNumber,
  parts: optionalCount,
  ok: optionalFlag,
  at: optionalTime,
});

const value = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('', '-', 'null', 'yes', '12', '1.5e3', '2024-09-04T12:30Z', '1700000000', 'Invalid date'),
  fc.constantFrom(null, true, false, 0, -1, 3, 2.5, 1e12, 1_700_000_000_000, Number.NaN),
  fc.constantFrom({}, [], { id: 1 }, ['a'], JSON.rawJSON('12345678901234567890')),
);

const row = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      { id: value, name: value, size: value, parts: value, ok: value, at: value, extra: value },
      { requiredKeys: [] },
    ),
  },
  value,
);

/** What comes of a row: its fields in their order, what was told, or why it cannot be read. */
function outcome(reader: RowReader<unknown>, raw: unknown): unknown {
  const told: string[] = [];
  try {
    const read = reader(raw, (what) => told.push(what));
    return { read, names: Object.keys(read ?? {}), told };
  } catch (error) {
    return { fault: shapeFault(error) };
  }
}

test('a plain row is read without its schema, and gives what the schema gives', () => {
  const [byFields, bySchema] = [rowReader('job', FLAT), schemaReader('job', FLAT)];
  fc.assert(
    fc.property(row, (raw) => assert.deepEqual(outcome(byFields, raw), outcome(bySchema, raw))),
    { numRuns: 2_000 },
  );
});

test('a schema that says more than its fields is asked itself', () => {
  assert.equal(declaredFields(FLAT)?.length, 6);
  for (const schema of [
    FLAT.extend({ by: z.object({ user: optionalText }).nullish() }),
    FLAT.transform(({ id }) => id),
    z.strictObject(FLAT.shape),
    FLAT.refine(({ name }) => name !== null),
  ])
    assert.equal(declaredFields(schema), null);
});

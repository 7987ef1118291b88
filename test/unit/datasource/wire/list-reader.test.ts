import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ListShape, readEnvelope } from '../../../../src/datasource/wire/list-reader.ts';
import { ShapeError } from '../../../../src/datasource/wire/shape-error.ts';
import { parseJson } from '../../../../src/model/exact-json.ts';

const SHAPE: ListShape = { rows: 'items', total: 'count', beside: ['schema'] };
const read = (body: unknown) => readEnvelope(SHAPE, body);
const of = (json: string) => read(parseJson(json));

test('rows as they are, not looked at', () => {
  assert.deepEqual(of('{"items":[1,null,{}],"count":3}'), { rows: [1, null, {}], total: 3 });
  assert.deepEqual(of('{"items":[],"error":"x","anything":{"a":1}}'), { rows: [], total: null });
  for (const none of ['null', '""', '{}', 'false'])
    assert.deepEqual(of(`{"items":${none},"count":0}`), { rows: [], total: 0, leftOut: 'items' });
  assert.deepEqual(readEnvelope({ rows: 'items' }, { items: [], count: 9 }), { rows: [], total: null });
});

test('a count that cannot be one is not told, and costs nothing', () => {
  for (const [count, total] of [
    ['"1"', 1],
    ['"1.0"', 1],
    ['1.0', 1],
    ['0', 0],
    ['-1', null],
    ['4294967295', null],
    ['9007199254740993', null],
    ['1e12', null],
    ['1.5', null],
    ['null', null],
    ['""', null],
    ['"many"', null],
    ['{}', null],
    ['[3]', null],
    ['true', null],
  ] as const)
    assert.deepEqual(of(`{"items":[1], "count":${count}}`), { rows: [1], total }, count);
});

test('rows that are left out of an answer that says nothing else are none', () => {
  for (const body of [
    '{}',
    '{"count":0}',
    '{"count":null}',
    '{"schema":{}}',
    '{"schema":{"items[0]":"x.y.Z"},"count":0}',
    '{"request_id":"abc"}',
    '{"requestId":"abc","count":0}',
    '{"count":0,"offset":0,"limit":100,"total_count":0}',
    '{"links":[],"next":null,"marker":""}',
    '{"error":null,"error_msg":"","errors":[]}',
  ]) {
    const { rows, leftOut } = of(body);
    assert.deepEqual([rows, leftOut], [[], 'items'], body);
  }
});

test('an answer of another shape is refused', () => {
  for (const body of [
    'null',
    '[]',
    '""',
    '"<html>"',
    '7',
    '{"items":{}}',
    '{"items":""}',
    '{"items":"","count":1}',
    '{"items":{},"count":3}',
    '{"items":0}',
    '{"items":false}',
    '{"jobs":[1]}',
    '{"count":1,"data":{"items":[1]}}',
    '{"error_code":"X.1","error_msg":"no"}',
    '{"error":{"message":"no"}}',
    '{"message":"no"}',
    '{"code":500}',
    '{"status":404}',
    '{"success":false}',
    '{"result":false,"count":0}',
    '{"text":"<html>"}',
  ])
    assert.throws(() => of(body), ShapeError, body);
});

test('rows, totals and tokens stand at any depth, or the answer itself is the list', () => {
  const deep: ListShape = { rows: 'data.items', total: 'meta.page.total', next: 'meta.next' };
  assert.deepEqual(readEnvelope(deep, { data: { items: [1] }, meta: { page: { total: 7 }, next: 't' } }), {
    rows: [1],
    total: 7,
    next: 't',
  });
  assert.deepEqual(readEnvelope(deep, { data: {}, meta: { next: null } }), {
    rows: [],
    total: null,
    leftOut: 'data.items',
    next: null,
  });
  assert.deepEqual(readEnvelope({ rows: '' }, [1, 2]), { rows: [1, 2], total: null });
  for (const body of [{ data: { error: 'x' } }, { data: [1] }, { data: { items: {} } }, [], null])
    assert.throws(() => readEnvelope(deep, body), ShapeError, JSON.stringify(body));
  for (const body of [{}, null, 'x']) assert.throws(() => readEnvelope({ rows: '' }, body), ShapeError);
});

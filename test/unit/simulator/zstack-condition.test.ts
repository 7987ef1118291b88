import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCondition, parseCondition } from '../../../src/simulator/zstack-condition.ts';
import {
  booleanColumn,
  numberColumn,
  textColumn,
  timeColumn,
  type ZstackTable,
} from '../../../src/simulator/zstack-table.ts';
import { createZstackClock } from '../../../src/simulator/zstack-time.ts';

interface Row {
  readonly id: number;
  readonly name: string | null;
  readonly success: boolean;
  readonly startTime: number;
}

const ROWS: readonly Row[] = [
  { id: 1, name: 'alpha', success: true, startTime: Date.UTC(2024, 3, 30, 15, 59, 59) },
  { id: 2, name: 'Beta,1', success: false, startTime: Date.UTC(2024, 3, 30, 16) },
  { id: 3, name: null, success: true, startTime: Date.UTC(2024, 4, 1, 15, 59, 59) },
  { id: 10, name: 'alpha 50%', success: false, startTime: Date.UTC(2024, 4, 1, 16) },
];

const TABLE: ZstackTable<Row> = {
  name: 'Thing',
  className: 'Thing',
  columns: new Map([
    ['id', numberColumn<Row>((row) => row.id)],
    ['name', textColumn<Row>((row) => row.name)],
    ['success', booleanColumn<Row>((row) => row.success)],
    ['startTime', timeColumn<Row>((row) => row.startTime)],
  ]),
  rows: () => [...ROWS],
};

const CLOCK = createZstackClock('Asia/Shanghai', false);
const idsWhere = (...conditions: string[]): number[] =>
  ROWS.filter((row) => conditions.every((text) => compileCondition(text, TABLE, CLOCK)(row))).map(
    ({ id }) => id,
  );

const CASES: readonly (readonly [condition: string, ids: readonly number[]])[] = [
  ['id=2', [2]],
  ['id!=2', [1, 3, 10]],
  ['id>2', [3, 10]],
  ['id<3', [1, 2]],
  ['id>=3', [3, 10]],
  ['id<=3', [1, 2, 3]],
  ['id?=1,10,99', [1, 10]],
  ['id!?=1,10', [2, 3]],
  ['id~=1%', [1, 10]],
  ['name=ALPHA', [1]],
  ['name=alpha,x', []],
  ['name!=alpha', [2, 10]],
  ['name?=alpha,nobody', [1]],
  ['name?=alpha, alpha 50%', [1]],
  ['name!?=alpha', [2, 10]],
  ['name~=alpha%', [1, 10]],
  ['name~=a_pha', [1]],
  ['name~=a.pha', []],
  ['name!~=alpha%', [2]],
  ['name is null', [3]],
  ['name not null', [1, 2, 10]],
  ['success=true', [1, 3]],
  ["success='false'", [2, 10]],
  ['success!=true', [2, 10]],
  ['success?=true,false', [1, 2, 3, 10]],
  ['startTime>=2024-05-01 00:00:00', [2, 3, 10]],
  ['startTime<2024-05-02 00:00:00', [1, 2, 3]],
  ['startTime=2024-05-01', [2]],
  ['startTime>2024-05-01 23:59:58.5', [3, 10]],
  ['startTime~=2024-05-01 %', [2, 3]],
  [' id =2', [2]],
];

for (const [condition, ids] of CASES)
  test(`${condition} finds ${ids.join(', ') || 'nothing'}`, () => assert.deepEqual(idsWhere(condition), ids));

test('several conditions must all hold', () => assert.deepEqual(idsWhere('id>1', 'success=true'), [3]));

test('IN splits at every comma: a value with a comma is never found', () =>
  assert.deepEqual(idsWhere('name?=Beta,1'), []));

test('the first operator of the list wins wherever it stands, and splits at the wrong place', () => {
  const parsed = parseCondition('name=a>=b');
  assert.deepEqual(parsed, { field: 'name=a', operator: '>=', value: 'b' });
  assert.deepEqual(parseCondition('name=a!=b').field, 'name=a');
  assert.deepEqual(parseCondition('id!?=1').operator, '!?=');
  assert.deepEqual(parseCondition('name= x'), { field: 'name', operator: '=', value: ' x' });
});

test('times that MySQL does not take for times are errors', () => {
  for (const value of ['yesterday', '2024-02-30', '2024-05-01 24:00:00', '2024-05-01T00:00:00Z'])
    assert.throws(() => idsWhere(`startTime>${value}`), { message: 'HTTP 503' }, value);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listingOf } from '../definition-of.ts';

const { read } = listingOf('zstack', { key: '', origin: null });
const START = Date.UTC(2017, 10, 14, 14, 20, 57);
const fieldsOf = (row: object) =>
  read({ id: 1, schedulerJobUuid: 'job', startTime: 'Nov 14, 2017 10:20:57 PM', ...row }).fields;

const failure = (error: object): string => JSON.stringify({ success: false, error });
const LOST = failure({
  code: 'SYS.1012',
  description: 'management node unavailable',
  details: 'management stopped, scheduler job may have failed',
});

/** What of a row tells how the run stands; `ends`: seconds after its start. */
const CASES = [
  { what: 'running', row: { executeTime: -1, success: false, resultDump: 'Running' }, status: 'RUNNING' },
  { what: 'running, by its time alone', row: { executeTime: -1, success: false }, status: 'RUNNING' },
  { what: 'running, by its dump alone', row: { success: false, resultDump: 'Running' }, status: 'RUNNING' },
  {
    what: 'running, though a time is there',
    row: { executeTime: 0, resultDump: ' running' },
    status: 'RUNNING',
  },
  { what: 'of which nothing is told yet', row: { success: false }, status: 'RUNNING' },
  {
    what: 'of which nothing is told yet, with nulls',
    row: { executeTime: null, resultDump: null },
    status: 'RUNNING',
  },
  {
    what: 'that did well',
    row: { executeTime: 900, success: true, resultDump: '{"success":true}' },
    status: 'SUCCEEDED',
    ends: 900,
  },
  { what: 'that did well in no time', row: { executeTime: 0, success: true }, status: 'SUCCEEDED', ends: 0 },
  { what: 'that did well, without a time', row: { success: true, resultDump: '{}' }, status: 'SUCCEEDED' },
  {
    what: 'that failed',
    row: {
      executeTime: 3,
      success: false,
      resultDump: failure({ code: 'SYS.1006', description: 'a', details: 'b' }),
    },
    status: 'FAILED',
    ends: 3,
    error: { code: 'SYS.1006', message: 'b' },
  },
  {
    what: 'that failed, without details',
    row: { executeTime: 3, success: false, resultDump: failure({ code: 'SYS.1006', description: 'a' }) },
    status: 'FAILED',
    ends: 3,
    error: { code: 'SYS.1006', message: 'a' },
  },
  {
    what: 'that was lost with its node',
    row: { executeTime: 0, success: false, resultDump: LOST },
    status: 'FAILED',
    ends: 0,
    error: { code: 'SYS.1012', message: 'management stopped, scheduler job may have failed' },
  },
  {
    what: 'that failed with a dump that was cut off',
    row: { executeTime: 1, success: false, resultDump: '{"error":{"code":"SYS' },
    status: 'FAILED',
    ends: 1,
    error: { code: null, message: '{"error":{"code":"SYS' },
  },
  { what: 'that failed without a word', row: { executeTime: 1, success: false }, status: 'FAILED', ends: 1 },
  { what: 'that failed, for nothing says it did well', row: { executeTime: 1 }, status: 'FAILED', ends: 1 },
];

describe('a run', () => {
  for (const { what, row, status, ends, error = null } of CASES) {
    test(what, () => {
      const fields = fieldsOf(row);
      assert.equal(fields.status, status);
      assert.equal(fields.nativeStatus, null);
      assert.deepEqual(fields.error, error);
      assert.equal(fields.finishedAt, ends === undefined ? null : START + ends * 1_000);
    });
  }
});

test('the id is a whole number, however it is written', () => {
  const cases = [
    [JSON.parse('1.0'), '1'],
    [4_294_967_296, '4294967296'],
    ['18446744073709551615', '18446744073709551615'],
  ];
  for (const [id, expected] of cases) assert.equal(fieldsOf({ id }).nativeId, expected);
  for (const id of [1.5, -1, '', 'abc', null]) assert.throws(() => fieldsOf({ id }), String(id));
});

test('a run is over where it did well, whatever else is missing', () => {
  assert.equal(fieldsOf({ success: true }).status, 'SUCCEEDED');
  assert.equal(fieldsOf({ success: 'true', executeTime: {} }).status, 'SUCCEEDED');
});

describe('what other versions and what stands before them write', () => {
  const cases = [
    ['RFC 3339', { startTime: '2017-06-20T10:31:54+08:00' }, 'createdAt', Date.UTC(2017, 5, 20, 2, 31, 54)],
    ['ISO without a zone', { startTime: '2017-11-14 22:20:57' }, 'createdAt', START],
    ['milliseconds', { startTime: START }, 'createdAt', START],
    ['a zero', { startTime: 'Jan 1, 1970 8:00:00 AM' }, 'createdAt', null],
    ['a flag as a text', { success: 'true', executeTime: 1 }, 'status', 'SUCCEEDED'],
    ['a flag in Python', { success: 'False', executeTime: 1 }, 'status', 'FAILED'],
    ['a length as a text', { success: true, executeTime: '900' }, 'finishedAt', START + 900_000],
    ['a run that is under way, as a text', { executeTime: '-1', success: 'false' }, 'status', 'RUNNING'],
    ['an id beyond 2^53', { id: JSON.rawJSON('653247040368672769') }, 'nativeId', '653247040368672769'],
    [
      'a result that is JSON, not JSON text',
      { executeTime: 1, success: false, resultDump: { error: { code: 7, details: 'no' } } },
      'error',
      { code: '7', message: 'no' },
    ],
    ['no scheduler job', { schedulerJobUuid: null }, 'origin', null],
  ] as const;
  for (const [what, row, field, expected] of cases)
    test(what, () => assert.deepEqual(fieldsOf(row)[field], expected));
});

describe('what cannot be read costs the field alone, and is told', () => {
  const cases = [
    [{ startTime: 'yesterday' }, 'createdAt', 'job.startTime: not a time in a known format'],
    [{ startTime: {} }, 'createdAt', 'job.startTime: not a time in a known format'],
    [{ executeTime: 'long', success: true }, 'finishedAt', 'job.executeTime: not a number'],
    [{ executeTime: 9e15, success: true }, 'finishedAt', 'job.executeTime: not a length of time that can be'],
    [
      { executeTime: 1e300, success: false },
      'finishedAt',
      'job.executeTime: not a length of time that can be',
    ],
    [{ jobType: {} }, 'kind', 'job.jobType: not a text'],
    [{ schedulerJobUuid: {} }, 'origin', 'job.schedulerJobUuid: not a text'],
  ] as const;
  for (const [row, field, oddity] of cases) {
    test(oddity, () => {
      const told: string[] = [];
      const whole = { id: 1, schedulerJobUuid: 'job', startTime: 'Nov 14, 2017 10:20:57 PM', ...row };
      const { fields } = read(whole, (what) => told.push(what));
      assert.deepEqual([fields[field], told], [null, [oddity]]);
    });
  }
});

test('a time that is absent is unknown', () => {
  for (const startTime of [undefined, null, '', '-']) {
    const { createdAt, startedAt, finishedAt } = fieldsOf({ startTime, executeTime: 5, success: true });
    assert.deepEqual([createdAt, startedAt, finishedAt], [null, null, null]);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listingOf } from './definition-of.ts';

const STREAM = { key: '', origin: null };

function read(backend: string, row: object) {
  const oddities: string[] = [];
  const { fields } = listingOf(backend, STREAM).read(row, (what) => oddities.push(what));
  return { ...fields, oddities };
}

test('a long job of a negative length ended when it was changed last', () => {
  const times = { createDate: 'Sep 4, 2024 8:30:00 PM', lastOpDate: 'Sep 4, 2024 8:31:00 PM' };
  const job = read('zstack-longjob', { uuid: 'u', state: 'Succeeded', ...times, executeTime: -1 });
  assert.equal(job.finishedAt, Date.UTC(2024, 8, 4, 12, 31));
  assert.equal(job.details['executeSeconds'], null);
});

test('an error of CBR that is a mere text is its message; what is no object is said to be none', () => {
  const row = { id: 'r', status: 'failed', created_at: '2024-09-04T12:30:00' };
  assert.deepEqual(read('huawei-cbr', { ...row, error_info: 'no space' }).error, {
    code: null,
    message: 'no space',
  });
  const odd = read('huawei-cbr', { ...row, error_info: 7, extra_info: [] });
  assert.deepEqual(odd.error, null);
  assert.deepEqual(odd.oddities, ['job.error_info: not an object', 'job.extra_info: not an object']);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type GlobalId,
  type JobKey,
  jobId,
  originId,
  parseGlobalId,
  resourceId,
  taskId,
} from '../../../src/model/global-id.ts';

const name = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter((text) => text.isWellFormed());
const jobKey: fc.Arbitrary<JobKey> = fc.record({
  sourceId: name,
  originId: fc.oneof(fc.constant(''), name),
  nativeId: name,
  createdAt: fc.option(fc.integer({ min: -8.64e15, max: 8.64e15 })),
});

const anyId: fc.Arbitrary<GlobalId> = fc.oneof(
  jobKey.map((key) => ({ type: 'Job' as const, key })),
  fc.record({ job: jobKey, nativeId: name }).map((key) => ({ type: 'Task' as const, key })),
  fc.record({ sourceId: name, nativeId: name }).map((key) => ({ type: 'Origin' as const, key })),
  fc
    .record({ sourceId: fc.option(name), nativeId: name })
    .map((key) => ({ type: 'CloudResource' as const, key })),
);

function write(id: GlobalId): string {
  if (id.type === 'Job') return jobId(id.key);
  if (id.type === 'CloudResource') return resourceId(id.key);
  return id.type === 'Task' ? taskId(id.key) : originId(id.key);
}

/** Plain objects compare whatever made them. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('every id reads back as what it was made of', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      const text = write(id);
      assert.match(text, /^[A-Za-z0-9_-]+$/);
      assert.deepEqual(plain(parseGlobalId(text)), plain(id));
    }),
    { numRuns: 200 },
  );
});

test('different things have different ids', () => {
  fc.assert(
    fc.property(anyId, anyId, (a, b) => {
      assert.equal(write(a) === write(b), JSON.stringify(plain(a)) === JSON.stringify(plain(b)));
    }),
    { numRuns: 100 },
  );
});

test('ids are the same for ever: clients keep them', () => {
  const job = { sourceId: 'dc1', originId: '', nativeId: '7', createdAt: null };
  assert.equal(jobId(job), 'WyJqIiwiZGMxIiwiIiwiNyIsbnVsbF0');
  assert.equal(taskId({ job, nativeId: 't' }), 'WyJ0IiwiZGMxIiwiIiwiNyIsbnVsbCwidCJd');
  assert.equal(originId({ sourceId: 'dc1', nativeId: 'o' }), 'WyJvIiwiZGMxIiwibyJd');
  assert.equal(resourceId({ sourceId: 'dc1', nativeId: 'r' }), 'WyJyIiwiZGMxIiwiciJd');
  assert.equal(resourceId({ sourceId: null, nativeId: 'r' }), 'WyJyIixudWxsLCJyIl0');
});

const sealed = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what is no id is null', () => {
  const malformed: Readonly<Record<string, string>> = {
    'an empty text': '',
    words: 'not an id',
    'base64 of no JSON': Buffer.from('["j","a"').toString('base64url'),
    'no list': sealed({ 0: 'j' }),
    'an empty list': sealed([]),
    'an unknown tag': sealed(['x', 'a', '', 'b', null]),
    'a job with too few parts': sealed(['j', 'a', '', 'b']),
    'a job with too many parts': sealed(['j', 'a', '', 'b', null, 'c']),
    'a job without a source': sealed(['j', '', '', 'b', null]),
    'a job without a native id': sealed(['j', 'a', '', '', null]),
    'a job whose origin is null': sealed(['j', 'a', null, 'b', null]),
    'a job whose native id is a number': sealed(['j', 'a', '', 7, null]),
    'a time that is a text': sealed(['j', 'a', '', 'b', '1']),
    'a time with a fraction': sealed(['j', 'a', '', 'b', 1.5]),
    'a time that no date can hold': sealed(['j', 'a', '', 'b', 8.64e15 + 2]),
    'a task without its own id': sealed(['t', 'a', '', 'b', null]),
    'a task whose id is empty': sealed(['t', 'a', '', 'b', null, '']),
    'an origin with too many parts': sealed(['o', 'a', 'b', 'c']),
    'an origin without a native id': sealed(['o', 'a', '']),
    'more text than any id has': sealed(['j', 'a', '', 'b'.repeat(4_000), null]),
    'half of a surrogate pair in a native id': sealed(['j', 'a', '', '\ud800', null]),
    'half of a surrogate pair in an origin': sealed(['j', 'a', 'o\udfff', 'b', null]),
    padding: `${sealed(['o', 'a', 'b'])}=`,
  };
  for (const [what, text] of Object.entries(malformed))
    test(what, () => assert.equal(parseGlobalId(text), null));
});

test('no text whatever makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((text) => Buffer.from(text).toString('base64url')),
      ),
      (text) => {
        assert.equal(parseGlobalId(text), null);
      },
    ),
    { numRuns: 300 },
  );
});

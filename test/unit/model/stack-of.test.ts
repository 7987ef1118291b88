import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stackOf } from '../../../src/model/stack-of.ts';

test('whatever was thrown is told', () => {
  assert.match(stackOf(new TypeError('bad')), /^TypeError: bad\n {4}at /);
  const bare = new Error('bare');
  delete bare.stack;
  assert.equal(stackOf(bare), 'bare');
  assert.equal(stackOf('words'), "thrown: 'words'");
  assert.equal(stackOf({ of: { little: {} } }), 'thrown: { of: [Object] }');
  assert.equal(stackOf(undefined), 'thrown: undefined');
});

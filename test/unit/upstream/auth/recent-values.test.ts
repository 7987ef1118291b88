import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecentValues } from '../../../../src/upstream/auth/recent-values.ts';

test('the latest are kept, each once', () => {
  const recent = createRecentValues(2);
  for (const value of ['a', 'b', 'a', 'c']) recent.add(value);
  assert.deepEqual(recent.all(), ['a', 'c']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDiscovery } from '../../../src/datasource/discovery.ts';
import { unreadable } from '../../../src/datasource/vendor-reader.ts';

test('a list that can be read only in part keeps what was there before; one that can be read replaces it', async () => {
  const answers = [
    { keys: ['a', 'b'], isWhole: true },
    { keys: ['b', 'c'], isWhole: false },
    { keys: ['c'], isWhole: true },
  ];
  const discovery = createDiscovery({
    discover: async (note) => {
      const { keys, isWhole } = answers.shift() ?? assert.fail('asked too often');
      if (!isWhole) note({ error: unreadable('id'), losesRows: true });
      return keys.map((key) => ({ key, origin: null }));
    },
    freshMs: 0,
    now: () => 0,
  });
  const keys = async () => (await discovery.current()).streams.map(({ key }) => key);
  assert.deepEqual(await keys(), ['a', 'b']);
  assert.deepEqual(await keys(), ['a', 'b', 'c']);
  assert.deepEqual(await keys(), ['c']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPauses } from '../../../src/cli/serve/workers/create-pauses.ts';

test('workers that die again and again are replaced ever more slowly, until they live again', () => {
  let time = 0;
  const pause = createPauses(() => time);
  const dies = (afterMs: number): number => {
    time += afterMs;
    return pause();
  };
  assert.deepEqual(
    [0, 1_100, 2_100, 4_100, 8_100, 16_100, 30_100].map(dies),
    [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
  );
  assert.equal(dies(100_000), 1_000, 'nothing died for a minute');
  assert.equal(dies(50_000), 2_000);
});

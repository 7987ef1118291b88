import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askApart } from '../../../../src/datasource/source/ask-apart.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { createDefects } from '../../../../src/scope/defects.ts';

const defects = createDefects('s');
const KEYS = ['a', 'b', 'c', 'd', 'e'];

/** Gives each key in capitals; records what was asked. */
function asking(bad: (key: string) => unknown) {
  const asked: string[] = [];
  const ask = async (keys: readonly string[]): Promise<string[]> => {
    asked.push(keys.join(''));
    for (const key of keys) if (bad(key) !== null) throw bad(key);
    return keys.map((key) => key.toUpperCase());
  };
  return { ask, asked };
}

test('all are asked for at once', async () => {
  const { ask, asked } = asking(() => null);
  assert.deepEqual(await askApart(KEYS, ask, defects), ['A', 'B', 'C', 'D', 'E']);
  assert.deepEqual(asked, ['abcde']);
});

test('a key that cannot be asked for costs no other', async () => {
  const { ask } = asking((key) => (key === 'b' ? new URIError('malformed') : null));
  const answers = await askApart(KEYS, ask, defects);
  assert.deepEqual(
    answers.map((answer) => (answer instanceof SourceError ? answer.code : answer)),
    ['A', 'INTERNAL_SERVER_ERROR', 'C', 'D', 'E'],
  );
});

test('where the vendor fails, nothing is asked again', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
  const { ask, asked } = asking(() => failure);
  assert.deepEqual(
    await askApart(KEYS, ask, defects),
    KEYS.map(() => failure),
  );
  assert.deepEqual(asked, ['abcde']);
});

for (const code of ['UPSTREAM_REJECTED', 'UPSTREAM_BAD_RESPONSE', 'NOT_FOUND'] as const) {
  test(`${code} may be about one key, and costs no other`, async () => {
    const failure = new SourceError({ code, message: 'no' });
    const { ask, asked } = asking((key) => (key === 'd' ? failure : null));
    assert.deepEqual(await askApart(KEYS, ask, defects), ['A', 'B', 'C', failure, 'E']);
    assert.deepEqual(asked, ['abcde', 'abc', 'de', 'd', 'e']);
  });
}

test('one good key is found among fifteen that are refused', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_REJECTED', message: 'no' });
  const keys = Array.from({ length: 16 }, (_, i) => `k${i}`);
  const { ask } = asking((key) => (key === 'k11' ? null : failure));
  assert.deepEqual(
    await askApart(keys, ask, defects),
    keys.map((key) => (key === 'k11' ? 'K11' : failure)),
  );
});

test('a vendor that takes nothing is not asked for every key', async () => {
  const failure = new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: 'garbage' });
  const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
  const { ask, asked } = asking(() => failure);
  assert.deepEqual(
    await askApart(keys, ask, defects),
    keys.map(() => failure),
  );
  assert.equal(asked.length, 1 + 2 + 4 + 8 + 16);
});

test('of nothing, nothing is asked', async () => {
  const { ask, asked } = asking(() => null);
  assert.deepEqual([await askApart([], ask, defects), asked], [[], ['']]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobFilter } from '../../../src/generated/resolvers.ts';
import { jobId, originId, resourceId } from '../../../src/model/global-id.ts';
import { readFilter as read } from '../../../src/resolvers/read-arguments.ts';
import { fakeSource } from '../loaders/fake-source.ts';

const sources = new Map([fakeSource('dc1', []), fakeSource('dc2', [])].map((source) => [source.id, source]));

const readFilter = (...given: Parameters<typeof read>) => read(...given).filter;

test('a field that is null asks nothing, as one that is absent', () => {
  assert.deepEqual(readFilter(null, sources), {});
  assert.deepEqual(readFilter(undefined, sources), {});
  assert.deepEqual(
    readFilter({ sources: null, kinds: null, origins: null, createdAfter: null }, sources),
    {},
  );
  const createdAfter = { instant: 0, isLater: false };
  assert.deepEqual(readFilter({ createdAfter, kinds: [] }, sources), { createdAfter: 0, kinds: [] });
});

test('what comes after a millisecond is neither at it nor before it', () => {
  const createdAfter = { instant: -1, isLater: true };
  const createdBefore = { instant: 1_000, isLater: true };
  assert.deepEqual(readFilter({ createdAfter, createdBefore }, sources), {
    createdAfter: 0,
    createdBefore: 1_001,
  });
});

test('ids of origins are read', () => {
  const key = { sourceId: 'dc1', nativeId: 'o1' };
  assert.deepEqual(readFilter({ origins: [originId(key)], sources: ['dc2'] }, sources), {
    origins: [key],
    sources: ['dc2'],
  });
});

test('a name or an id that cannot be is refused, with what there is', () => {
  const job = jobId({ sourceId: 'dc1', originId: '', nativeId: '1', createdAt: null });
  const cases: readonly (readonly [filter: JobFilter, message: RegExp])[] = [
    [{ sources: ['dc1', 'dc9'] }, /`filter\.sources` names "dc9".*there are: dc1, dc2\./],
    [{ backends: ['zstak'] }, /`filter\.backends` names "zstak".*there are: b\./],
    [{ origins: ['o1'] }, /`filter\.origins` has "o1"/],
    [{ origins: [job] }, /`filter\.origins` has/],
    [
      { resourceIds: ['r1', resourceId({ sourceId: 'dc1', nativeId: 'r1' })] },
      /`filter\.resourceIds` has .*CloudResource\.nativeId/,
    ],
  ];
  for (const [filter, message] of cases) {
    assert.throws(() => readFilter(filter, sources), {
      message,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
});

test('lists and texts that are too long are refused: each row would be compared with all of it', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
  const code = { extensions: { code: 'BAD_USER_INPUT' } };
  for (const field of ['names', 'kinds', 'createdBy', 'resourceIds', 'sources', 'origins'] as const)
    assert.throws(() => readFilter({ [field]: many(501) }, sources), {
      message: `\`filter.${field}\` has 501 values; give at most 500.`,
      ...code,
    });
  assert.equal(readFilter({ names: many(500) }, sources).names?.length, 500);
  assert.throws(() => readFilter({ nameContains: 'x'.repeat(2_001) }, sources), {
    message: '`filter.nameContains` has a text of 2001 characters; give at most 2000.',
    ...code,
  });
  assert.throws(() => readFilter({ names: ['a', 'x'.repeat(9_999)] }, sources), code);
});

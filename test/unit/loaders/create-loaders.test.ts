import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobSource } from '../../../src/datasource/source/job-source.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';
import { makeJob } from '../model/make-job.ts';
import { fakeSource } from './fake-source.ts';

const jobOf = (sourceId: string, nativeId: string) => makeJob({ sourceId, nativeId });
const keyOf = (sourceId: string, nativeId: string) => ({ sourceId, originId: '', nativeId, createdAt: null });

const loadersOf = (...sources: readonly JobSource[]) =>
  createLoaders(
    new Map(sources.map((source) => [source.id, source])),
    new RequestScope({ client: new AbortController() }),
  );

test('jobs are asked for once for each source, and come in the order of their keys', async () => {
  const a = fakeSource('a', [jobOf('a', '1'), jobOf('a', '2')]);
  const b = fakeSource('b', [jobOf('b', '1')]);
  const { job } = loadersOf(a, b);
  const keys = [keyOf('b', '1'), keyOf('a', '2'), keyOf('a', '9'), keyOf('a', '1'), keyOf('a', '2')];
  const found = await Promise.all(keys.map((key) => job.load(key)));
  assert.deepEqual(
    found.map((one) => one && `${one.sourceId}/${one.nativeId}`),
    ['b/1', 'a/2', null, 'a/1', 'a/2'],
  );
  assert.deepEqual([a.asked, b.asked], [[['2', '9', '1']], [['1']]]);
  await job.load(keyOf('a', '1'));
  assert.equal(a.asked.length, 1);
});

test('a source that is gone has no job; one that fails costs its own only', async () => {
  const { job } = loadersOf(
    fakeSource('a', [jobOf('a', '1')]),
    fakeSource('b', [], () => true),
  );
  const keys = [keyOf('gone', '1'), keyOf('b', '1'), keyOf('b', '2'), keyOf('a', '1')];
  const found = await Promise.allSettled(keys.map((key) => job.load(key)));
  assert.deepEqual(
    found.map((one) => (one.status === 'fulfilled' ? (one.value?.nativeId ?? null) : one.reason.code)),
    [null, 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', '1'],
  );
});

test('names are asked for in bulk, once for each kind and source', async () => {
  const [a, b] = [fakeSource('a', []), fakeSource('b', [])];
  const { name } = loadersOf(a, b);
  const wanted = [
    { sourceId: 'a', lookup: 'origin', id: 'x' },
    { sourceId: 'a', lookup: 'trigger', id: 'x' },
    { sourceId: 'b', lookup: 'origin', id: 'x' },
    { sourceId: 'a', lookup: 'origin', id: 'nobody' },
    { sourceId: 'a', lookup: 'origin', id: 'x' },
    { sourceId: 'gone', lookup: 'origin', id: 'x' },
  ];
  const names = await Promise.all(wanted.map((key) => name.load(key)));
  assert.deepEqual(names, ['name of x', 'name of x', 'name of x', null, 'name of x', null]);
  assert.deepEqual(a.asked, [
    ['origin', 'x', 'nobody'],
    ['trigger', 'x'],
  ]);
  assert.deepEqual(b.asked, [['origin', 'x']]);
});

test('two who page through the tasks of one job share the list', () => {
  const source = fakeSource('a', []);
  const { tasks } = loadersOf(source);
  assert.equal(tasks(jobOf('a', '1')), tasks(jobOf('a', '1')));
  assert.notEqual(tasks(jobOf('a', '1')), tasks(jobOf('a', '2')));
  assert.deepEqual(source.asked, ['tasks of 1', 'tasks of 2']);
  assert.throws(() => tasks(jobOf('gone', '1')), RangeError);
});

test('a source that answers too few keys is a mistake of our own', async () => {
  const source = { ...fakeSource('a', []), findJobs: async () => [] };
  await assert.rejects(loadersOf(source).job.load(keyOf('a', '1')), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardSource } from '../../../../src/datasource/source/guard-source.ts';
import type { JobSource, TaskList } from '../../../../src/datasource/source/job-source.ts';
import { SourceError, type SourceErrorCode } from '../../../../src/model/source-error.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { listSource } from '../../connection/page/page-source.ts';
import { makeJob } from '../../model/make-job.ts';
import { sourceError } from '../../upstream/support.ts';

const guarded = (parts: Partial<JobSource>): JobSource => guardSource({ ...listSource('s', []), ...parts });

const tasksOf = (error: Error | null): TaskList => ({
  atLeast: async () => {
    if (error !== null) throw error;
    return { tasks: [], isAll: true };
  },
  total: () => null,
  notes: [],
});

async function failureAfter(error: Error | null): Promise<SourceErrorCode | null> {
  const scope = sourceScope();
  const source = guarded({ openTasks: () => tasksOf(error) });
  await source
    .openTasks(makeJob(), scope)
    .atLeast(1)
    .catch(() => undefined);
  return scope.ledger.lookUpFailure?.code ?? null;
}

test('tasks that cannot be read are told to the report of the list; a job that has gone is no failure', async () => {
  assert.equal(await failureAfter(null), null);
  assert.equal(await failureAfter(sourceError('UPSTREAM_FORBIDDEN')), 'UPSTREAM_FORBIDDEN');
  assert.equal(await failureAfter(new TypeError('a defect')), 'INTERNAL_SERVER_ERROR');
  assert.equal(await failureAfter(sourceError('NOT_FOUND')), null);
});

test('so are names, the first of those that fail', async () => {
  const scope = sourceScope();
  const [first, second] = [sourceError('UPSTREAM_TIMEOUT'), sourceError('UPSTREAM_FORBIDDEN')];
  const source = guarded({ findNames: async () => ['a', null, first, second] });
  assert.deepEqual(await source.findNames('origin', ['1', '2', '3', '4'], scope), ['a', null, first, second]);
  assert.equal(scope.ledger.lookUpFailure, first);
});

test('whatever is thrown inside leaves as a failure of the source, synchronously or not', async () => {
  const source = guarded({
    listOrigins: () => {
      throw new RangeError('at once');
    },
    findOrigins: async () => {
      throw new RangeError('later');
    },
  });
  for (const read of [source.listOrigins(sourceScope()), source.findOrigins([], sourceScope())])
    await assert.rejects(read, (error) => error instanceof SourceError);
});

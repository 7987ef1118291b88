import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jobId, originId, resourceId, taskId } from '../../../src/model/global-id.ts';
import { findNode, typeOfNode } from '../../../src/resolvers/find-node.ts';
import { fakeSource } from '../loaders/fake-source.ts';
import { makeJob } from '../model/make-job.ts';
import { makeContext } from './make-context.ts';

const keyOf = (sourceId: string, nativeId: string) => ({ sourceId, originId: '', nativeId, createdAt: null });
const job = keyOf('s1', 'job-1');
const context = () => makeContext([fakeSource('s1', [makeJob()]), fakeSource('s2', [], () => true)]);

const nativeIdOf = async (id: string): Promise<unknown> => {
  const node = await findNode(id, 'Node', context());
  return node && 'nativeId' in node ? node.nativeId : node;
};

test('a job and a task are found by their ids, each as what it is and as a node', async () => {
  assert.equal((await findNode(jobId(job), 'Job', context()))?.nativeId, 'job-1');
  assert.equal(await nativeIdOf(jobId(job)), 'job-1');
  const task = await findNode(taskId({ job, nativeId: 't2' }), 'Task', context());
  assert.deepEqual([task?.nativeId, task?.index, task?.job.nativeId], ['t2', 1, 'job-1']);
  assert.equal(await nativeIdOf(taskId({ job, nativeId: 't1' })), 't1');
});

test('an origin, a resource and a source are found by their ids, and each is known for what it is', async () => {
  const found = async (id: string) => {
    const node = await findNode(id, 'Node', context());
    return node && [typeOfNode(node), 'nativeId' in node ? node.nativeId : node.id];
  };
  assert.deepEqual(await found(originId({ sourceId: 's1', nativeId: 'o' })), ['Origin', 'o']);
  assert.deepEqual(await found(originId({ sourceId: 's1', nativeId: 'nobody' })), null);
  assert.deepEqual(await found(resourceId({ sourceId: 's1', nativeId: 'vm' })), ['CloudResource', 'vm']);
  assert.deepEqual(await found(resourceId({ sourceId: null, nativeId: 'vm' })), ['CloudResource', 'vm']);
  assert.deepEqual(await found('s1'), ['Source', 's1']);
  assert.deepEqual(await found(jobId(job)), ['Job', 'job-1']);
  assert.deepEqual(await found(taskId({ job, nativeId: 't1' })), ['Task', 't1']);
});

test('what the vendor has no more is null', async () => {
  const gone = keyOf('s1', 'gone');
  assert.equal(await findNode(jobId(gone), 'Job', context()), null);
  assert.equal(await findNode(taskId({ job: gone, nativeId: 't1' }), 'Task', context()), null);
  assert.equal(await findNode(taskId({ job, nativeId: 'gone' }), 'Task', context()), null);
});

describe('what cannot be found says why', () => {
  const origin = originId({ sourceId: 's1', nativeId: 'o' });
  const task = taskId({ job, nativeId: 't1' });
  const cases = [
    ['rubbish', 'Node', 'BAD_USER_INPUT', /^"rubbish" is not an id that this gateway gives out\.$/],
    ['', 'Job', 'BAD_USER_INPUT', /^"" is not an id/],
    ['x'.repeat(5_000), 'Job', 'BAD_USER_INPUT', /^"x{60}…" is not an id/],
    [task, 'Job', 'BAD_USER_INPUT', /is the id of a Task; give the id of a Job\.$/],
    [jobId(job), 'Task', 'BAD_USER_INPUT', /is the id of a Job; give the id of a Task\.$/],
    [origin, 'Job', 'BAD_USER_INPUT', /is the id of an Origin; give the id of a Job\.$/],
    ['s1', 'Job', 'BAD_USER_INPUT', /^"s1" is the id of a Source; give the id of a Job\.$/],
    [resourceId({ sourceId: 's9', nativeId: 'r' }), 'Node', 'NOT_FOUND', /"s9"/],
    [originId({ sourceId: 's2', nativeId: 'o' }), 'Origin', 'UPSTREAM_UNAVAILABLE', /^s2 is down$/],
    [jobId(keyOf('s9', '1')), 'Job', 'NOT_FOUND', /^No source "s9" is configured any more\.$/],
    [taskId({ job: keyOf('s9', '1'), nativeId: 't' }), 'Node', 'NOT_FOUND', /"s9"/],
    [jobId(keyOf('s2', '1')), 'Job', 'UPSTREAM_UNAVAILABLE', /^s2 is down$/],
  ] as const;
  for (const [id, wanted, code, message] of cases) {
    test(`${wanted} ${message}`, async () => {
      await assert.rejects(findNode(id, wanted, context()), (error: unknown) => {
        assert(error instanceof Error && 'extensions' in error);
        assert.match(error.message, message);
        assert.equal((error.extensions as { code: string }).code, code);
        return true;
      });
    });
  }
});

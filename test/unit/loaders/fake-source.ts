import { type JobSource, NOTHING_ABOUT, type TaskList } from '../../../src/datasource/source/job-source.ts';
import { inlineTaskList } from '../../../src/datasource/source/task-list.ts';
import type { Job } from '../../../src/model/job.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import { createDefects } from '../../../src/scope/defects.ts';
import { makeTask } from '../model/make-job.ts';

export interface FakeSource extends JobSource {
  /** What was asked for, one entry for each call. */
  readonly asked: unknown[];
}

const never = (): never => {
  throw new Error('not asked for here');
};

/** A source that holds these jobs, each with the tasks `t1` and `t2`; `isDown`: it fails whatever is asked. */
export function fakeSource(
  id: string,
  jobs: readonly Job[],
  isDown: () => boolean = () => false,
): FakeSource {
  const asked: unknown[] = [];
  const down = (): void => {
    if (isDown()) throw new SourceError({ code: 'UPSTREAM_UNAVAILABLE', message: `${id} is down` });
  };
  return {
    id,
    asked,
    backend: 'b',
    about: NOTHING_ABOUT,
    deadlineMs: 1_000,
    defects: createDefects(id),
    recoveryMs: 1_000,
    capabilities: {
      sortsNatively: true,
      orders: [],
      filters: [],
      countsJobs: true,
      listsTasks: true,
      pageSizeMax: 1,
    },
    planFilter: never,
    openJobs: never,
    listOrigins: never,
    findJobs: async (keys) => {
      asked.push(keys.map((key) => key.nativeId));
      down();
      return keys.map((key) => jobs.find((job) => job.nativeId === key.nativeId) ?? null);
    },
    keyOf: ({ sourceId, nativeId }) => ({ sourceId, originId: '', nativeId, createdAt: null }),
    openTasks: (job, scope): TaskList => {
      asked.push(`tasks of ${job.nativeId}`);
      return inlineTaskList(job, [makeTask('t1'), makeTask('t2')], scope);
    },
    findOrigins: async (ids) => {
      asked.push(['origins', ...ids]);
      down();
      return ids.map((one) =>
        one === 'nobody' ? null : { sourceId: id, kind: 'folder', nativeId: one, name: `name of ${one}` },
      );
    },
    findNames: async (lookup, ids) => {
      asked.push([lookup, ...ids]);
      down();
      return ids.map((one) => (one === 'nobody' ? null : `name of ${one}`));
    },
    health: () => ({ state: 'HEALTHY', lastError: null, lastCheckedAt: null, failingSince: null }),
    close: async () => undefined,
  };
}

import { backupTasks } from './huawei-vbs.ts';
import { executionTasks } from './huawei-workspace.ts';
import type { Job, Task } from './job.ts';
import type { Get } from './stream.ts';

/** One request for the tasks of one job, where its vendor has any. */
export async function readTasks(get: Get, { backend, taskListId }: Job, first: number): Promise<Task[]> {
  if (taskListId === null) return [];
  return backend === 'huawei-vbs'
    ? backupTasks(get, taskListId, first)
    : executionTasks(get, taskListId, first);
}

import type { TaskResolvers } from '../generated/resolvers.ts';
import { taskId } from '../model/global-id.ts';
import { withoutSecrets } from '../secrets/without-secrets.ts';
import { sourceOf } from './look-ups.ts';

export const Task: TaskResolvers = {
  id: (task, _, context) =>
    taskId({ job: sourceOf(task.job, context).keyOf(task.job), nativeId: task.nativeId }),
  raw: (task) => withoutSecrets(task.raw),
};

import type { TaskResolvers } from '../generated/resolvers.ts';
import { taskId } from '../model/global-id.ts';
import { sourceOf } from './look-ups.ts';
import { rawRow } from './raw-row.ts';

export const Task: TaskResolvers = {
  id: (task, _, context) =>
    taskId({ job: sourceOf(task.job, context).keyOf(task.job), nativeId: task.nativeId }),
  resource: ({ resource, job }) => resource && { ...resource, sourceId: job.sourceId },
  raw: (task, _, context, info) => rawRow(task.raw, context, info.path),
};

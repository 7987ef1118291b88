import type { TaskResolvers } from '../generated/resolvers.ts';
import { taskId } from '../model/global-id.ts';
import { isTerminal, phaseOf } from '../model/job-status.ts';
import { durationSeconds, elapsedSeconds } from '../model/lengths.ts';
import { sourceOf } from './look-ups.ts';
import { rawRow } from './raw-row.ts';

export const Task: TaskResolvers = {
  id: (task, _, context) =>
    taskId({ job: sourceOf(task.job, context).keyOf(task.job), nativeId: task.nativeId }),
  phase: ({ status }) => phaseOf(status),
  isTerminal: ({ status }) => isTerminal(status),
  durationSeconds: (task) => durationSeconds(task),
  elapsedSeconds: (task, _, { scope }) => elapsedSeconds(task, scope.startedAt),
  resource: ({ resource, job }) => resource && { ...resource, sourceId: job.sourceId },
  raw: (task, _, context, info) => rawRow(task.raw, context, info.path),
};

import type { Job, Task } from '../../src/model/job.ts';
import type { ExpectedJob, ExpectedTask } from '../../src/simulator/kit/simulator.ts';

/** What a vendor's manual makes us expect of a job, apart from its tasks. */
export const expectedView = ({ tasks: _, ...job }: ExpectedJob): Omit<ExpectedJob, 'tasks'> => job;

const taskView = ({ nativeId, status, nativeStatus, createdAt, finishedAt }: ExpectedTask): ExpectedTask => ({
  nativeId,
  status,
  nativeStatus,
  createdAt,
  finishedAt,
});

/** The same of a job as it was read. */
export const jobView = (job: Job): Omit<ExpectedJob, 'tasks'> => ({
  ...taskView(job),
  originNativeId: job.origin?.nativeId ?? null,
});

export const tasksView = (tasks: readonly (Task | ExpectedTask)[]): ExpectedTask[] => tasks.map(taskView);

export const idsOf = (jobs: readonly { readonly nativeId: string }[]): string[] =>
  jobs.map(({ nativeId }) => nativeId);

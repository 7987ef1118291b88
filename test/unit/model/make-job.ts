import type { Job, TaskFields } from '../../../src/model/job.ts';

/** A job of which a test says only what it is about. */
export const makeJob = (fields: Partial<Job> = {}): Job => ({
  sourceId: 's1',
  backend: 'b',
  nativeId: 'job-1',
  name: null,
  kind: null,
  status: 'SUCCEEDED',
  nativeStatus: null,
  statusMessage: null,
  createdAt: 1_000,
  startedAt: null,
  finishedAt: null,
  progress: null,
  error: null,
  origin: null,
  resource: null,
  createdBy: null,
  details: { __typename: 'Details' },
  inlineTasks: null,
  raw: {},
  ...fields,
});

export const makeTask = (nativeId: string, fields: Partial<TaskFields> = {}): TaskFields => ({
  nativeId,
  index: null,
  name: null,
  kind: null,
  status: 'SUCCEEDED',
  nativeStatus: null,
  statusMessage: null,
  startedAt: null,
  createdAt: null,
  finishedAt: null,
  error: null,
  resource: null,
  raw: {},
  ...fields,
});

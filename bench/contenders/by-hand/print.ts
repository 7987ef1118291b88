import type { Job } from './job.ts';

/** The twelve fields that the workloads ask for. */
export const print = (job: Job) => ({
  id: job.id,
  backend: job.backend,
  nativeId: job.nativeId,
  kind: job.kind,
  status: job.status,
  nativeStatus: job.nativeStatus,
  phase: job.phase,
  isTerminal: job.isTerminal,
  createdAt: job.createdAt,
  finishedAt: job.finishedAt,
  durationSeconds: job.durationSeconds,
  origin: { nativeId: job.origin.nativeId },
});

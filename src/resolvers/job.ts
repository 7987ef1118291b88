import type { JobResolvers } from '../generated/resolvers.ts';
import type { JobDetails } from '../model/job.ts';
import { isTerminal, phaseOf } from '../model/job-status.ts';
import { jobUrl } from '../model/job-url.ts';
import { durationSeconds, elapsedSeconds } from '../model/lengths.ts';
import { withoutSecrets } from '../secrets/without-secrets.ts';
import { globalIdOf, loadName, sourceOf } from './look-ups.ts';
import { rawRow } from './raw-row.ts';
import { readTasks } from './read-tasks.ts';

export const Job: JobResolvers = {
  id: (job, _, context) => globalIdOf(job, context),
  source: (job, _, context) => sourceOf(job, context),
  resource: ({ resource, sourceId }) => resource && { ...resource, sourceId },
  /** A run without a name of its own goes by that of what it hangs under. */
  name: ({ name, origin, sourceId }, _, context) => {
    if (name !== null || origin === null) return name;
    return origin.name ?? loadName(context, sourceId, 'origin', origin.nativeId);
  },
  phase: (job) => phaseOf(job.status),
  isTerminal: (job) => isTerminal(job.status),
  durationSeconds: (job) => durationSeconds(job),
  elapsedSeconds: (job, _, { scope }) => elapsedSeconds(job, scope.startedAt),
  url: (job, _, context) => jobUrl(job, sourceOf(job, context).about.jobUrl),
  details: (job) => ({ ...detailsWithoutSecrets(job.details), sourceId: job.sourceId }),
  raw: (job, _, context, info) => rawRow(job.raw, context, info.path),
  tasks: (job, args, context, info) => readTasks(job, args, context, info.path),
};

/** Details may repeat what `raw` hides. */
function detailsWithoutSecrets(details: JobDetails): JobDetails {
  const { __typename, ...fields } = details;
  const clean = Object.entries(fields).map(([name, value]) => [name, withoutSecrets(value)]);
  return { __typename, ...Object.fromEntries(clean) };
}

import type { Job } from '../../model/job.ts';
import { errorAs, startAs } from '../../model/job-status.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { JobRow } from '../contract/backend-definition.ts';
import { printableProgress, printableTime } from '../wire/printable.ts';
import type { TellOddity } from '../wire/row-reader.ts';

export interface Owner {
  readonly sourceId: string;
  readonly backend: string;
  readonly originKind: string;
}

/** A row, as a job of its source. `raw` is the row as received, secrets and all. What contradicts the status is not told. */
export function toJob(row: JobRow, raw: unknown, owner: Owner, tell: TellOddity): Job {
  const { sourceId, backend, originKind } = owner;
  const { origin, status, error, createdAt, startedAt, finishedAt, progress } = row.fields;
  return {
    ...row.fields,
    sourceId,
    backend,
    error: errorAs(status, error),
    createdAt: printableTime(createdAt, 'job.createdAt', tell),
    startedAt: startAs(status, printableTime(startedAt, 'job.startedAt', tell)),
    finishedAt: printableTime(finishedAt, 'job.finishedAt', tell),
    progress: printableProgress(progress, tell),
    origin: origin && { ...origin, kind: originKind, sourceId },
    inlineTasks: row.inlineTasks,
    raw,
  };
}

export const sortKeyOf = (job: Job): SortKey => ({
  time: job.createdAt,
  sourceId: job.sourceId,
  nativeId: job.nativeId,
  originId: job.origin?.nativeId ?? '',
});

import { z } from 'zod';
import { optionalText, requiredText } from '../../datasource/wire/fields.ts';
import type { Envelope, ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader } from '../../datasource/wire/row-reader.ts';
import { ShapeError } from '../../datasource/wire/shape-error.ts';
import { optionalTime } from '../../datasource/wire/times.ts';

/** docs/vendors/huawei-vbs.md#discovery; the service does not page this list. */
export const policies: ListShape = { rows: 'backup_policies' };

export const policy = rowReader(
  'policy',
  z.object({ backup_policy_id: requiredText, backup_policy_name: optionalText }),
);

/** docs/vendors/huawei-vbs.md#answer. */
export const backupTasks: ListShape = { rows: 'tasks', total: 'count' };

/** One backup job of a policy (docs/vendors/huawei-vbs.md#answer). Times are UTC, although they carry no zone. */
export const backupTask = rowReader(
  'job',
  z.object({
    job_id: requiredText,
    status: optionalText,
    created_at: optionalTime,
    finished_at: optionalTime,
    backup_name: optionalText,
    resource_id: optionalText,
    resource_type: optionalText,
    vbs_job_id: optionalText,
    message: optionalText,
    code: optionalText,
  }),
);

/** One step of a backup job, or the job itself (docs/vendors/huawei-vbs.md#job-detail). */
export const subJob = rowReader(
  'task',
  z.object({
    job_id: requiredText,
    job_type: optionalText,
    status: optionalText,
    begin_time: optionalTime,
    end_time: optionalTime,
    error_code: optionalText,
    fail_reason: optionalText,
  }),
);

/** An empty text is how the service writes no list at all. */
const subJobs = z.union([z.array(z.unknown()), z.literal('')]).nullish();

const jobDetail = z.object({
  job_id: optionalText,
  sub_jobs: subJobs,
  entities: z.object({ sub_jobs: subJobs }).nullish().catch(null),
});

/**
 * The service's other job resource: its steps, which may stand under `entities`; a job without steps is its own only one
 * (docs/vendors/huawei-vbs.md#job-detail).
 */
export function stepsOfJob(body: unknown): Envelope {
  const detail = jobDetail.parse(body);
  const steps = detail.sub_jobs || detail.entities?.sub_jobs || [];
  if (steps.length > 0) return { rows: steps, total: null };
  if (detail.job_id === null) throw new ShapeError('sub_jobs and job_id: are missing');
  return { rows: [body], total: null };
}

import { z } from 'zod';
import {
  isoTime,
  optionalCount,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';

/** vendors.md §4.5; the service does not page this list. */
export const policies = z
  .object({ backup_policies: rowList })
  .transform((body) => ({ rows: body.backup_policies, total: null }));

export const policy = z.object({ backup_policy_id: requiredText, backup_policy_name: optionalText });

/** vendors.md §4.3. */
export const backupTasks = z
  .object({ tasks: rowList, count: optionalCount })
  .transform((body) => ({ rows: body.tasks, total: body.count }));

/** One backup job of a policy (vendors.md §4.3). Times are UTC, although they carry no zone. */
export const backupTask = z.object({
  job_id: requiredText,
  status: optionalText,
  created_at: optionalTime(isoTime),
  finished_at: optionalTime(isoTime),
  backup_name: optionalText,
  resource_id: optionalText,
  resource_type: optionalText,
  vbs_job_id: optionalText,
  message: optionalText,
  code: optionalText,
});

/** One step of a backup job (vendors.md §4.6). */
export const subJob = z.object({
  job_id: requiredText,
  job_type: optionalText,
  status: optionalText,
  begin_time: optionalTime(isoTime),
  end_time: optionalTime(isoTime),
  error_code: optionalText,
  fail_reason: optionalText,
});

/** The service's other job resource; its steps may stand under `entities` (vendors.md §4.6). */
export const jobDetail = z
  .object({
    sub_jobs: z.array(z.unknown()).nullish(),
    entities: z.object({ sub_jobs: z.array(z.unknown()).nullish() }).nullish(),
  })
  .transform((body) => ({ rows: body.sub_jobs ?? body.entities?.sub_jobs ?? [], total: null }));

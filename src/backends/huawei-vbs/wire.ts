import { z } from 'zod';
import {
  isoTime,
  optionalCount,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';

/** docs/vendors/huawei-vbs.md#discovery; the service does not page this list. */
export const policies = z
  .object({ backup_policies: rowList })
  .transform((body) => ({ rows: body.backup_policies, total: null }));

export const policy = z.object({ backup_policy_id: requiredText, backup_policy_name: optionalText });

/** docs/vendors/huawei-vbs.md#answer. */
export const backupTasks = z
  .object({ tasks: rowList, count: optionalCount })
  .transform((body) => ({ rows: body.tasks, total: body.count }));

/** One backup job of a policy (docs/vendors/huawei-vbs.md#answer). Times are UTC, although they carry no zone. */
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

/** One step of a backup job (docs/vendors/huawei-vbs.md#job-detail). */
export const subJob = z.object({
  job_id: requiredText,
  job_type: optionalText,
  status: optionalText,
  begin_time: optionalTime(isoTime),
  end_time: optionalTime(isoTime),
  error_code: optionalText,
  fail_reason: optionalText,
});

/** The service's other job resource; its steps may stand under `entities` (docs/vendors/huawei-vbs.md#job-detail). */
export const jobDetail = z
  .object({
    sub_jobs: z.array(z.unknown()).nullish(),
    entities: z.object({ sub_jobs: z.array(z.unknown()).nullish() }).nullish(),
  })
  .transform((body) => ({ rows: body.sub_jobs ?? body.entities?.sub_jobs ?? [], total: null }));

import { z } from 'zod';
import {
  isoTime,
  optionalCount,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';

/** A scheduled task (docs/vendors/huawei-workspace.md#discovery). */
export const scheduledTask = z.object({ id: requiredText, task_name: optionalText });

/** One execution of a scheduled task (docs/vendors/huawei-workspace.md#answer). `excuting_count` is spelt so. */
export const execution = z.object({
  id: requiredText,
  task_id: optionalText,
  task_type: optionalText,
  status: optionalText,
  scheduled_type: optionalText,
  total_count: optionalCount,
  success_count: optionalCount,
  failed_count: optionalCount,
  excuting_count: optionalCount,
  time_zone: optionalText,
  begin_time: optionalTime(isoTime),
  end_time: optionalTime(isoTime),
  create_time: optionalTime(isoTime),
});

export type Execution = z.output<typeof execution>;

/** What an execution did on one server (docs/vendors/huawei-workspace.md#details-of-an-execution). */
export const executionDetail = z.object({
  id: requiredText,
  server_id: optionalText,
  server_name: optionalText,
  status: optionalText,
  task_type: optionalText,
  begin_time: optionalTime(isoTime),
  end_time: optionalTime(isoTime),
  result_code: optionalText,
  result_message: optionalText,
});

/** Every list of this service comes so (docs/vendors/huawei-workspace.md#answer, #discovery, #details-of-an-execution). */
export const items = z
  .object({ count: optionalCount, items: rowList })
  .transform((body) => ({ rows: body.items, total: body.count }));

import { z } from 'zod';
import { optionalCount, optionalText, requiredText } from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader } from '../../datasource/wire/row-reader.ts';
import { optionalTime } from '../../datasource/wire/times.ts';

/** A scheduled task (docs/vendors/huawei-workspace.md#discovery). */
export const scheduledTask = rowReader(
  'scheduled task',
  z.object({ id: requiredText, task_name: optionalText }),
);

/** One execution of a scheduled task (docs/vendors/huawei-workspace.md#answer). `excuting_count` is the service's own spelling. */
export const execution = rowReader(
  'job',
  z.object({
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
    begin_time: optionalTime,
    end_time: optionalTime,
    create_time: optionalTime,
  }),
);

export type Execution = ReturnType<typeof execution>;

/** What an execution did on one server (docs/vendors/huawei-workspace.md#details-of-an-execution). */
export const executionDetail = rowReader(
  'task',
  z.object({
    id: requiredText,
    server_id: optionalText,
    server_name: optionalText,
    status: optionalText,
    task_type: optionalText,
    begin_time: optionalTime,
    end_time: optionalTime,
    result_code: optionalText,
    result_message: optionalText,
  }),
);

/** Every list of this service comes so (docs/vendors/huawei-workspace.md#answer, #discovery, #details-of-an-execution). */
export const items: ListShape = { rows: 'items', total: 'count' };

import { z } from 'zod';
import {
  isoTime,
  optionalCount,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';

/**
 * The service writes the same keys in upper and in lower case (docs/vendors/huawei-servicestage.md#case-of-the-keys):
 * here all are lower case.
 */
const withLowerKeys = <Output>(schema: z.ZodType<Output, Record<string, unknown>>) =>
  z
    .record(z.string(), z.unknown())
    .transform((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value])),
    )
    .pipe(schema);

/** docs/vendors/huawei-servicestage.md#answer; the job itself has no times. */
export const job = withLowerKeys(
  z.object({
    job_id: requiredText,
    job_name: optionalText,
    job_desc: optionalText,
    job_type: optionalText,
    execution_status: optionalText,
    service_instance_id: optionalText,
    project_id: optionalText,
    order_id: optionalText,
    created_by: optionalText,
  }),
);

export type JobRecord = z.output<typeof job>;

/**
 * docs/vendors/huawei-servicestage.md#answer; `last_health_check` is the time of the last update, which other versions
 * call `update_at`.
 */
export const task = withLowerKeys(
  z.object({
    task_id: requiredText,
    task_index: optionalCount,
    task_name: optionalText,
    task_type: optionalText,
    task_status: optionalText,
    messages: z.unknown().optional(),
    created_at: optionalTime(isoTime),
    last_health_check: optionalTime(isoTime),
    update_at: optionalTime(isoTime),
  }),
);

export type TaskRecord = z.output<typeof task>;

export const jobDetail = withLowerKeys(
  z.object({
    job: z.unknown().optional(),
    tasks: z
      .array(z.unknown())
      .nullish()
      .transform((tasks) => tasks ?? []),
    task_count: optionalCount,
  }),
);

/** An application or a component on the way of the crawl (docs/vendors/huawei-servicestage.md#crawl). */
export const named = z
  .object({ id: optionalText, application_id: optionalText, component_id: optionalText, name: optionalText })
  .transform((row, context) => {
    const id = row.id ?? row.component_id ?? row.application_id;
    if (id === null) context.addIssue({ code: 'custom', path: ['id'], message: 'is missing' });
    return { id: id ?? '', name: row.name };
  });

export const instance = z
  .object({
    id: optionalText,
    instance_id: optionalText,
    name: optionalText,
    status_detail: z.object({ last_job_id: optionalText }).nullish(),
  })
  .transform((row) => ({
    id: row.id ?? row.instance_id,
    name: row.name,
    lastJobId: row.status_detail?.last_job_id ?? null,
  }));

/** `{count, <key>[]}` (docs/vendors/huawei-servicestage.md#crawl). */
export const listOf = (key: 'applications' | 'components' | 'instances') =>
  z
    .looseObject({ count: optionalCount })
    .transform((body) => ({ total: body.count, rows: body[key] }))
    .pipe(z.object({ total: z.number().nullable(), rows: rowList }));

/**
 * MESSAGES is a JSON text: `{}`, or `{ "Message": code, "Detail": text }` (docs/vendors/huawei-servicestage.md#answer);
 * else any text.
 */
export function readMessages(
  value: unknown,
): { readonly code: string | null; readonly message: string | null } | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = messages.safeParse(parseJson(value));
  if (!parsed.success) return { code: null, message: value };
  const { message, detail } = parsed.data;
  return message === null && detail === null ? null : { code: message, message: detail };
}

const messages = withLowerKeys(z.object({ message: optionalText, detail: optionalText }));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

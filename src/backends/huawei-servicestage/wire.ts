import { z } from 'zod';
import {
  optionalCount,
  optionalFlag,
  optionalText,
  readCount,
  requiredText,
} from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { type RowReader, rowReader } from '../../datasource/wire/row-reader.ts';
import { optionalTime } from '../../datasource/wire/times.ts';
import { parseJson } from '../../model/exact-json.ts';

/**
 * The service writes the same keys in upper and in lower case (docs/vendors/huawei-servicestage.md#case-of-the-keys):
 * here all are lower case.
 */
const lowerKeys = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && !Array.isArray(row)
    ? Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]))
    : row;

const withLowerKeys =
  <Row>(read: RowReader<Row>): RowReader<Row> =>
  (raw, tell) =>
    read(lowerKeys(raw), tell);

/** docs/vendors/huawei-servicestage.md#answer, #job: v3 says less. The job itself has no times. */
export const job = withLowerKeys(
  rowReader(
    'job',
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
      rollback_enabled: optionalFlag,
    }),
  ),
);

export type JobRecord = ReturnType<typeof job>;

/**
 * docs/vendors/huawei-servicestage.md#answer; `last_health_check` is the time of the last update, which other versions
 * call `update_at`.
 */
export const task = withLowerKeys(
  rowReader(
    'task',
    z.object({
      task_id: requiredText,
      task_index: optionalCount,
      task_name: optionalText,
      task_type: optionalText,
      task_status: optionalText,
      messages: z.unknown().optional(),
      created_at: optionalTime,
      last_health_check: optionalTime,
      update_at: optionalTime,
    }),
  ),
);

export type TaskRecord = ReturnType<typeof task>;

const jobDetail = z.compile(
  z.object({
    job: z.unknown().optional(),
    tasks: z
      .array(z.unknown())
      .nullish()
      .transform((tasks) => tasks ?? []),
    // A hint: one that cannot be read is not told.
    task_count: z
      .unknown()
      .optional()
      .transform((count) => readCount(count) ?? null),
  }),
  { strict: true },
);

export type JobDetail = z.output<typeof jobDetail>;

export const readJobDetail = (body: unknown): JobDetail => jobDetail.parse(lowerKeys(body));

/** What is met on the way of the crawl (docs/vendors/huawei-servicestage.md#crawl). */
const named = (what: string) =>
  rowReader(
    what,
    z
      .object({
        id: optionalText,
        application_id: optionalText,
        component_id: optionalText,
        name: optionalText,
      })
      .transform((row, context) => {
        const id = row.id ?? row.component_id ?? row.application_id;
        if (id === null) context.addIssue({ code: 'custom', path: ['id'], message: 'is missing' });
        return { id: id ?? '', name: row.name };
      }),
  );

export const application = named('application');
export const component = named('component');

export const instance = rowReader(
  'instance',
  z
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
    })),
);

/** A component of v3, with what leads to its records (docs/vendors/huawei-servicestage.md#components). */
export const v3Component = withLowerKeys(
  rowReader(
    'component',
    z.object({
      id: requiredText,
      name: optionalText,
      application_id: requiredText,
      application_name: optionalText,
      environment_name: optionalText,
    }),
  ),
);

export type V3Component = ReturnType<typeof v3Component>;

/** What was done to a component (docs/vendors/huawei-servicestage.md#records). The words of its status are not known. */
export const componentRecord = withLowerKeys(
  rowReader(
    'record',
    z.object({
      begin_time: optionalTime,
      end_time: optionalTime,
      status: optionalText,
      instance_id: optionalText,
      version: optionalText,
      current_used: optionalFlag,
      deploy_type: optionalText,
      jobs: z
        .array(z.preprocess(lowerKeys, z.object({ job_id: optionalText, sequence: optionalCount })))
        .nullish()
        .transform((jobs) => jobs ?? []),
    }),
  ),
);

export type ComponentRecord = ReturnType<typeof componentRecord>;

/** `{count, <key>[]}` (docs/vendors/huawei-servicestage.md#crawl, #components, #records). */
export const listOf = (key: 'applications' | 'components' | 'instances' | 'records'): ListShape => ({
  rows: key,
  total: 'count',
});

const messages = z.object({ message: optionalText, detail: optionalText });

/**
 * MESSAGES is a JSON text: `{}`, or `{ "Message": code, "Detail": text }` (docs/vendors/huawei-servicestage.md#answer);
 * else any text.
 */
export function readMessages(
  value: unknown,
): { readonly code: string | null; readonly message: string | null } | null {
  const text = typeof value === 'string' && value.trim() !== '' ? value : null;
  const parsed = messages.safeParse(lowerKeys(text === null ? value : jsonOf(text)));
  if (!parsed.success) return text === null ? null : { code: null, message: text };
  const { message, detail } = parsed.data;
  return message === null && detail === null ? null : { code: message, message: detail };
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

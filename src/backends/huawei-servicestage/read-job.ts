import type { FetchedRow, StreamSpec, VendorReader } from '../../datasource/contract/backend-definition.ts';
import { endsList } from '../../datasource/paging/list-end.ts';
import { parseOnce } from '../../datasource/paging/parse-once.ts';
import { shapeFault } from '../../datasource/paging/read-page.ts';
import type { HuaweiServicestageJobDetails } from '../../generated/resolvers.ts';
import type { Instant, JobFields, TaskFields } from '../../model/job.ts';
import { isTerminal } from '../../model/job-status.ts';
import { SourceError } from '../../model/source-error.ts';
import type { VendorDetails } from '../vendor-details.ts';
import { readWord } from './status.ts';
import {
  type JobDetail,
  type JobRecord,
  job,
  readJobDetail,
  readMessages,
  type TaskRecord,
  task,
} from './wire.ts';

/**
 * The vendor's default of 20 is not the end; 50 is what its own clients ask for
 * (docs/vendors/huawei-servicestage.md#request).
 */
const TASKS_PER_PAGE = 50;

type Details = VendorDetails<HuaweiServicestageJobDetails>;

interface ReadTask {
  readonly record: TaskRecord;
  readonly raw: unknown;
  readonly oddities: readonly string[];
}

const readDetail = parseOnce(readJobDetail);
const readRecord = parseOnce((raw): ReadTask => {
  const oddities: string[] = [];
  return { record: task(raw, (what) => oddities.push(what)), raw, oddities };
});

/** A job with all of its tasks: its times are theirs, so none may be missing. */
export async function readJob(
  path: string,
  stream: StreamSpec,
  read: VendorReader,
): Promise<FetchedRow<Details>> {
  const tasks = new Map<string, ReadTask>();
  for (let offset = 0; ; ) {
    const query = [
      ['limit', String(TASKS_PER_PAGE)],
      ['offset', String(offset)],
    ] as const;
    const request = { path, query, headers: { 'x-language': 'en-us' } };
    const detail = await read.get(request, readDetail);
    const before = tasks.size;
    for (const raw of detail.tasks) {
      const one = parsed(() => readRecord(raw));
      tasks.set(one.record.task_id, one);
    }
    const page = {
      rows: detail.tasks.length,
      asked: TASKS_PER_PAGE,
      from: offset,
      total: detail.task_count,
      ...COUNTS,
    };
    offset += detail.tasks.length;
    const isEnd = endsList(page) === true || isCounted(detail) || tasks.size === before;
    if (isEnd) return toRow(detail, [...tasks.values()], stream);
  }
}

/** Whether `task_count` counts the page or the job is not documented. */
const COUNTS = { isTotalTrusted: false, smallestCut: 10 };

/** All at once, as most jobs are; only a page of a round number may have been cut by a vendor that counts its pages. */
const isCounted = ({ tasks, task_count: count }: JobDetail): boolean =>
  tasks.length === count && tasks.length < TASKS_PER_PAGE && tasks.length % 10 !== 0;

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const fault = shapeFault(cause);
    if (fault === null) throw cause;
    const message = `The vendor's job cannot be read: ${fault}.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, cause });
  }
}

function toRow(detail: JobDetail, tasks: readonly ReadTask[], stream: StreamSpec): FetchedRow<Details> {
  const oddities = new Set(tasks.flatMap((one) => one.oddities));
  const record = parsed(() => job(detail.job, (what) => oddities.add(what)));
  const inlineTasks = tasks.map((one) => readTask(one.record, one.raw));
  const raw = { job: detail.job, tasks: tasks.map((one) => one.raw), task_count: detail.task_count };
  const fields = jobFields(record, inlineTasks, detail.task_count, stream);
  return { raw, row: { fields, inlineTasks }, oddities: [...oddities] };
}

/**
 * The job's times are those of its tasks (docs/vendors/huawei-servicestage.md#times-of-a-job): the first beginning, and
 * the last sign of life once it is over.
 */
function jobFields(
  record: JobRecord,
  tasks: readonly DatedTask[],
  taskCount: number | null,
  stream: StreamSpec,
): JobFields<Details> {
  const status = readWord(record.execution_status);
  const createdAt = least(tasks.map((one) => one.createdAt));
  const originId = record.service_instance_id;
  const failure = tasks.find((one) => one.error !== null)?.error ?? null;
  return {
    nativeId: record.job_id,
    name: record.job_name,
    kind: record.job_type,
    status,
    nativeStatus: record.execution_status,
    statusMessage: failure?.message ?? null,
    createdAt,
    startedAt: createdAt,
    finishedAt: isTerminal(status) === true ? greatest(tasks.map((one) => one.lastSeenAt)) : null,
    progress: null,
    error: failure,
    origin:
      originId === null
        ? null
        : {
            nativeId: originId,
            name: stream.origin?.nativeId === originId ? (stream.origin?.name ?? null) : null,
          },
    resource: null,
    createdBy: record.created_by,
    details: {
      __typename: 'HuaweiServicestageJobDetails',
      description: record.job_desc,
      jobType: record.job_type,
      serviceInstanceId: record.service_instance_id,
      projectId: record.project_id,
      orderId: record.order_id,
      taskCount,
    },
  };
}

type DatedTask = TaskFields & { readonly lastSeenAt: Instant | null };

function readTask(record: TaskRecord, raw: unknown): DatedTask {
  const status = readWord(record.task_status);
  const lastSeenAt = record.last_health_check ?? record.update_at;
  return {
    nativeId: record.task_id,
    index: record.task_index ?? -1,
    name: record.task_name,
    kind: record.task_type,
    status,
    nativeStatus: record.task_status,
    statusMessage: readMessages(record.messages)?.message ?? null,
    createdAt: record.created_at,
    startedAt: null,
    finishedAt: isTerminal(status) === true ? lastSeenAt : null,
    error: status === 'FAILED' || status === 'PARTIALLY_FAILED' ? readMessages(record.messages) : null,
    resource: null,
    raw,
    lastSeenAt,
  };
}

const known = (times: readonly (Instant | null)[]): Instant[] => times.filter((time) => time !== null);

const least = (times: readonly (Instant | null)[]): Instant | null =>
  known(times).reduce<Instant | null>((a, b) => (a === null ? b : Math.min(a, b)), null);

const greatest = (times: readonly (Instant | null)[]): Instant | null =>
  known(times).reduce<Instant | null>((a, b) => (a === null ? b : Math.max(a, b)), null);

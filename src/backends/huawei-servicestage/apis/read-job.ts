import type {
  FetchedRow,
  StreamSpec,
  VendorReader,
} from '../../../datasource/contract/backend-definition.ts';
import { parseOnce } from '../../../datasource/paging/parse-once.ts';
import { shapeFault } from '../../../datasource/paging/read-answer.ts';
import { endsList } from '../../../datasource/paging/read-page.ts';
import type { HuaweiServicestageJobDetails } from '../../../generated/resolvers.ts';
import type { Instant, JobFields, TaskFields } from '../../../model/job.ts';
import { isTerminal } from '../../../model/job-status.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { VendorDetails } from '../../vendor-details.ts';
import { readWord } from '../status.ts';
import {
  type JobDetail,
  type JobRecord,
  job,
  readJobDetail,
  readMessages,
  type TaskRecord,
  task,
} from '../wire.ts';
import { type Api, type FoundJob, isFoundJob, type Release } from './crawls.ts';

/**
 * The vendor's default of 20 is not the end; 50 is what its own clients ask for
 * (docs/vendors/huawei-servicestage.md#request).
 */
const TASKS_PER_PAGE = 50;

export type Details = VendorDetails<HuaweiServicestageJobDetails>;

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
  api: Api,
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
    if (isEnd) return toRow(detail, [...tasks.values()], stream, api);
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

function toRow(
  detail: JobDetail,
  tasks: readonly ReadTask[],
  stream: StreamSpec,
  api: Api,
): FetchedRow<Details> {
  const oddities = new Set(tasks.flatMap((one) => one.oddities));
  const record = parsed(() => job(detail.job, (what) => oddities.add(what)));
  const inlineTasks = tasks.map((one, place) => readTask(one.record, one.raw, place));
  const raw = { job: detail.job, tasks: tasks.map((one) => one.raw), task_count: detail.task_count };
  const fields = jobFields(record, inlineTasks, detail.task_count, stream, api);
  return { raw, row: { fields, inlineTasks }, oddities: [...oddities] };
}

function jobFields(
  record: JobRecord,
  tasks: readonly DatedTask[],
  taskCount: number | null,
  stream: StreamSpec,
  api: Api,
): JobFields<Details> {
  const status = readWord(record.execution_status);
  const release = isFoundJob(stream) ? stream.release : null;
  const { begin, end } = timesOf(tasks, release);
  const failure = tasks.find((one) => one.error !== null)?.error ?? null;
  return {
    nativeId: record.job_id,
    name: record.job_name,
    kind: record.job_type,
    status,
    nativeStatus: record.execution_status,
    statusMessage: failure?.message ?? null,
    createdAt: begin,
    startedAt: begin,
    finishedAt: isTerminal(status) === true ? end : null,
    progress: null,
    error: failure,
    origin: originOf(record, stream),
    resource: null,
    createdBy: record.created_by,
    details: {
      ...detailsOf(api, release),
      description: record.job_desc,
      jobType: record.job_type,
      serviceInstanceId: record.service_instance_id ?? release?.record.instance_id ?? null,
      projectId: record.project_id,
      orderId: record.order_id,
      taskCount,
      rollbackEnabled: record.rollback_enabled,
    },
  };
}

/** What only its record tells of a job. */
const detailsOf = (api: Api, release: Release | null): Details => ({
  __typename: 'HuaweiServicestageJobDetails',
  apiVersion: api,
  description: null,
  jobType: null,
  serviceInstanceId: release?.record.instance_id ?? null,
  projectId: null,
  orderId: null,
  taskCount: null,
  rollbackEnabled: null,
  applicationId: release?.component.application_id ?? null,
  applicationName: release?.component.application_name ?? null,
  environmentName: release?.component.environment_name ?? null,
  componentVersion: release?.record.version ?? null,
  isCurrentVersion: release?.record.current_used ?? null,
  deployType: release?.record.deploy_type ?? null,
  batch: release?.sequence ?? null,
});

/** A job of which there is nothing but its record. */
export function rowOfRecord({ key, origin, release }: FoundJob, raw: unknown): FetchedRow<Details> {
  const nativeStatus = release?.record.status ?? null;
  const status = readWord(nativeStatus);
  const { begin, end } = timesOf([], release);
  return {
    raw,
    row: {
      inlineTasks: [],
      fields: {
        nativeId: key,
        name: null,
        kind: null,
        status,
        nativeStatus,
        statusMessage: null,
        createdAt: begin,
        startedAt: begin,
        finishedAt: isTerminal(status) === true ? end : null,
        progress: null,
        error: null,
        origin,
        resource: null,
        createdBy: null,
        details: detailsOf('v3', release),
      },
    },
  };
}

/**
 * The job's times are those of its tasks: the first beginning, and the last sign of life once it is over
 * (docs/vendors/huawei-servicestage.md#times-of-a-job). Where no task tells, they are those of its record
 * (docs/vendors/huawei-servicestage.md#records).
 */
function timesOf(
  tasks: readonly DatedTask[],
  release: Release | null,
): { readonly begin: Instant | null; readonly end: Instant | null } {
  const begin = least(tasks.map((one) => one.createdAt));
  if (begin === null && release !== null)
    return { begin: release.record.begin_time, end: release.record.end_time };
  return { begin, end: greatest(tasks.map((one) => one.lastSeenAt)) };
}

/** In v3 a job does not tell what it was done to: that is where it was found (docs/vendors/huawei-servicestage.md#job). */
function originOf({ service_instance_id: id }: JobRecord, stream: StreamSpec): JobFields['origin'] {
  if (isFoundJob(stream) && stream.release !== null) return stream.origin;
  return id === null
    ? null
    : { nativeId: id, name: stream.origin?.nativeId === id ? stream.origin.name : null };
}

type DatedTask = TaskFields & { readonly lastSeenAt: Instant | null };

/** `place`: among the job's tasks, as they came; v3 gives them no index. */
function readTask(record: TaskRecord, raw: unknown, place: number): DatedTask {
  const status = readWord(record.task_status);
  const lastSeenAt = record.last_health_check ?? record.update_at;
  return {
    nativeId: record.task_id,
    index: record.task_index ?? place,
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

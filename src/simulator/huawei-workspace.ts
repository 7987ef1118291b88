import { printSubTask, subTasksOf } from './huawei-workspace-detail.ts';
import { expectedRecord, printedWord, printRecord, WORKSPACE_WORDS } from './huawei-workspace-record.ts';
import {
  printScheduledTask,
  type ScheduledTask,
  scheduledTask,
  TASK_TYPES,
} from './huawei-workspace-task.ts';
import { DEMO_PROJECT } from './iam.ts';
import { createHistory, type HistoryJob } from './kit/history.ts';
import type { Handler, SimulatorReply } from './kit/http.ts';
import { type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import { createRandom, hash32, uuid } from './kit/random.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { newestPage, type RowWindow } from './newest-page.ts';
import { queryNumber } from './query-number.ts';
import { startHuaweiSimulator } from './start-huawei-simulator.ts';

export interface HuaweiWorkspaceOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  readonly projectId?: string;
  /** The history comes in an arbitrary order, the same at each request. Default: newest first. */
  readonly unsorted?: boolean;
}

const OUTCOMES = [
  ['SUCCEEDED', 70],
  ['FAILED', 15],
  ['PARTIALLY_FAILED', 15],
] as const;

/** docs/vendors/huawei-workspace.md#errors */
const workspaceError = (status: number, code: string, message: string): SimulatorReply => ({
  status,
  json: { error_code: code, error_msg: message },
});

const invalidRequest = () => workspaceError(400, 'WKS.00169901', 'The request message is invalid.');
const invalidParameter = () => workspaceError(400, 'WKS.00211102', 'The parameter is invalid.');
/** The code is undocumented; the status is not. */
const notFound = () => workspaceError(404, 'WKS.00000404', 'The resource does not exist.');

/** 1 to 100 rows, 10 by default; `null`: out of range. */
function readWindow(query: URLSearchParams): RowWindow | null {
  const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
  const limit = queryNumber(query, 'limit', { otherwise: 10, least: 1, most: 100 });
  return offset === null || limit === null ? null : { offset, limit };
}

const pageOf = <Row>(rows: readonly Row[], { offset, limit }: RowWindow): Row[] =>
  rows.slice(offset, offset + limit);

const bySalt = (a: HistoryJob, b: HistoryJob): number => a.salt - b.salt || a.serial - b.serial;

/**
 * Huawei Workspace application streaming: scheduled tasks, their runs and the runs' servers
 * (docs/vendors/huawei-workspace.md).
 */
export async function createHuaweiWorkspaceSimulator(given: HuaweiWorkspaceOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now, origins } = options;
  const { projectId = DEMO_PROJECT.id, unsorted = false } = given;
  const start = now();
  const tasks = Array.from({ length: origins }, (_, origin) => scheduledTask(seed, origin, start));
  const taskOf = (job: HistoryJob): ScheduledTask =>
    tasks[job.origin] ?? scheduledTask(seed, job.origin, start);
  const history = createHistory({
    ...options,
    outcomes: OUTCOMES,
    nativeId: (n) => uuid(seed, 'workspace', n),
  });
  let answers = 0;

  const printTask = (task: ScheduledTask) => {
    const last = history.jobs(tasks.indexOf(task)).at(-1);
    return printScheduledTask(
      task,
      last === undefined ? null : printedWord(last, now()).toUpperCase(),
      now(),
    );
  };

  const listTasks: Handler = ({ query }) => {
    const window = readWindow(query);
    const type = query.get('task_type');
    const isKnownType = type === null || TASK_TYPES.some((known) => known === type);
    if (window === null || !isKnownType) return invalidParameter();
    const name = query.get('task_name') ?? '';
    const found = tasks.filter(
      (task) => task.task_name.includes(name) && (type === null || task.task_type === type),
    );
    return { status: 200, json: { count: found.length, items: pageOf(found, window).map(printTask) } };
  };

  const showTask: Handler = ({ params }) => {
    const task = tasks.find(({ id }) => id === params['task_id']);
    if (task === undefined) return notFound();
    const target_infos = [
      { target_type: 'SERVER_GROUP', target_id: uuid(seed, 'server-group', tasks.indexOf(task)) },
    ];
    return { status: 200, json: { ...printTask(task), target_infos } };
  };

  const listHistory: Handler = ({ params, query }) => {
    const task = tasks.find(({ id }) => id === params['task_id']);
    if (task === undefined) return notFound();
    const window = readWindow(query);
    if (window === null) return invalidRequest();
    answers += 1;
    const jobs = history.jobs(tasks.indexOf(task));
    const page = unsorted
      ? pageOf(jobs.toSorted(bySalt), window)
      : newestPage(jobs, window, createRandom(hash32(seed, answers)));
    return {
      status: 200,
      json: { count: jobs.length, items: page.map((job) => printRecord(job, task, now())) },
    };
  };

  /**
   * The manual calls the id in this path a task's; it is a run's
   * (docs/vendors/huawei-workspace.md#details-of-an-execution).
   */
  const listDetail: Handler = ({ params, query }) => {
    const job = history.find(params['execute_history_id'] ?? '');
    if (job === undefined) return notFound();
    const window = readWindow(query);
    if (window === null) return invalidRequest();
    const all = subTasksOf(job);
    const items = pageOf(all, window).map((one) => printSubTask(job, taskOf(job).task_type, one, now()));
    return { status: 200, json: { count: all.length, items } };
  };

  return startHuaweiSimulator({
    backend: 'huawei-workspace',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [
      ['/v1/:project_id/schedule-task', listTasks],
      ['/v1/:project_id/schedule-task/:task_id', showTask],
      ['/v1/:project_id/schedule-task/:task_id/execute-history', listHistory],
      ['/v1/:project_id/schedule-task/:execute_history_id/execute-detail', listDetail],
    ],
    methodNotAllowed: () => workspaceError(405, 'WKS.00000405', 'The request method is not allowed.'),
    history,
    originIds: tasks.map(({ id }) => id),
    words: WORKSPACE_WORDS,
    expectedJob: (job, time) => expectedRecord(job, taskOf(job), time),
  });
}

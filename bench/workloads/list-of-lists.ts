import { simulators } from '../simulators/index.ts';
import { PROJECT } from '../world/access.ts';
import { originIdOf } from '../world/ids.ts';
import { PRESENT } from '../world/run.ts';
import { type Stream, streamsOf, type Vendor, type World } from '../world/world.ts';
import type { Question } from './workload.ts';

/** How a gateway that knows only the vendors' lists shows one: its field, where the vendor has it, and what is asked of each row. */
interface View {
  readonly field: string;
  readonly path: (origin: string) => string;
  readonly rows: string;
  readonly columns: readonly string[];
}

const VIEWS: Readonly<Partial<Record<Vendor, View>>> = {
  zstack: {
    field: 'zstackHistory',
    path: () => 'zstack/v1/scheduler/job/history',
    rows: 'inventories',
    columns: ['id', 'schedulerJobUuid', 'jobType', 'startTime', 'executeTime', 'success'],
  },
  'huawei-workspace': {
    field: 'workspaceExecutions',
    path: (origin) => `v1/${PROJECT}/schedule-task/${origin}/execute-history`,
    rows: 'items',
    columns: ['id', 'task_id', 'task_type', 'status', 'create_time', 'end_time'],
  },
  'huawei-css': {
    field: 'cssRecords',
    path: (origin) => `v1.0/${PROJECT}/clusters/${origin}/logs/records`,
    rows: 'clusterLogRecord',
    columns: ['jobId', 'clusterId', 'createAt', 'finishedAt', 'status', 'jobTypes'],
  },
  'huawei-vbs': {
    field: 'vbsBackups',
    path: (origin) => `v2/${PROJECT}/backuppolicy/${origin}/backuptasks`,
    rows: 'tasks',
    columns: ['job_id', 'status', 'created_at', 'finished_at', 'vbs_job_id'],
  },
};

/** Of each stream, as the servers by hand read for a page of 20. */
const ROWS_OF_EACH = 10;

type Json = Readonly<Record<string, unknown>>;

const viewOf = ({ vendor }: Stream): View => {
  const view = VIEWS[vendor];
  if (view === undefined) throw new RangeError(`${vendor} has no list`);
  return view;
};

const selection = (stream: Stream): string => {
  const { field, rows, columns } = viewOf(stream);
  const origin = stream.vendor === 'zstack' ? '' : `origin: "${originIdOf(stream)}", `;
  return `s${stream.place}: ${field}(${origin}limit: $limit) { ${rows} { ${columns.join(' ')} } }`;
};

/** The vendor's own answer, reduced to what was asked. */
function expectedList(stream: Stream, world: World): Json {
  const { path, rows, columns } = viewOf(stream);
  const segments = path(originIdOf(stream)).split('/');
  const query = new URLSearchParams({ limit: String(ROWS_OF_EACH) });
  const answer = (simulators[stream.vendor](world)({ method: 'GET', segments, query }) ?? {}) as Json;
  const all = answer[rows] as readonly Json[];
  const asked = (row: Json) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
  return { [rows]: all.map(asked) };
}

/** The latest rows of every stream, side by side: the same reads, and nothing merged. */
export function listOfLists(world: World): Question {
  const streams = streamsOf(world);
  const lists = streams.map((stream) => [`s${stream.place}`, expectedList(stream, world)]);
  return {
    operation: {
      operationName: 'Lists',
      query: `query Lists($limit: Int!) { ${streams.map(selection).join(' ')} }`,
      variables: { limit: ROWS_OF_EACH },
      varying: null,
    },
    expected: () => Object.fromEntries(lists),
    checks: [PRESENT],
  };
}

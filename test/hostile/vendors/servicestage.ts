import type { Row } from '../world/row.ts';
import { VOCABULARIES } from '../world/vocabulary.ts';
import type { WorldSource } from '../world/world.ts';
import {
  type Cutter,
  numberOf,
  PROJECT,
  type Speech,
  segmentsOf,
  type VendorReply,
  type VendorRequest,
} from './speech.ts';

const { statuses } = VOCABULARIES['huawei-servicestage'];

export const speakServicestage: Speech = (source, request, cut) =>
  (source.plan.isNewer ? speakV3 : speakV2)(source, request, cut);

/** Components, each with the records of its jobs. A list is one component. */
const speakV3: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, `/v3/${PROJECT}/cas`);
  if (segments === null) return null;
  const [room, id = '', , component = '', records] = segments;
  if (room === 'jobs') return { about: 'jobs', list: id, reply: () => jobReply(source, id, request, cut) };
  const answer = (key: string, rows: readonly unknown[], name: string) => (): VendorReply => {
    const page = cut.page(rows, numberOf(request, 'offset', 0), numberOf(request, 'limit', 10), name);
    return { body: { count: cut.total(rows.length, page.length), [key]: page } };
  };
  if (room === 'components') {
    const rows = [...source.lists.keys()].map((one) => ({ id: one, name: one, application_id: 'a1' }));
    return { about: 'discovery', list: null, reply: answer('components', rows, '') };
  }
  if (records !== 'records') return null;
  const list = source.lists.get(component);
  const reply =
    list === undefined
      ? () => ({ status: 401, body: { error_code: 'SVCSTG.00100401', error_msg: 'no such component' } })
      : answer('records', list.rows.map(recordOf), `${component}/records`);
  return { about: 'discovery', list: component, reply };
};

const recordOf = (row: Row): unknown => spellLink(row, wireRecord(row));

const wireRecord = ({ id, time, status }: Row): object => ({
  ...(time === null ? {} : { begin_time: new Date(time - 300).toISOString() }),
  ...(time === null || status === 'RUNNING' ? {} : { end_time: new Date(time + 60_000).toISOString() }),
  jobs: [{ job_id: id, sequence: 1 }],
});

/** No list of jobs: applications, components, instances, and each instance's last job. A list is one application. */
const speakV2: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, `/v2/${PROJECT}/cas`);
  if (segments === null) return null;
  const [room, id = '', , component] = segments;
  if (room === 'jobs') return { about: 'jobs', list: id, reply: () => jobReply(source, id, request, cut) };
  const answer = (key: string, rows: readonly unknown[], list: string) => (): VendorReply => {
    const page = cut.page(rows, numberOf(request, 'offset', 0), numberOf(request, 'limit', 1_000), list);
    return { body: { count: cut.total(rows.length, page.length), [key]: page } };
  };
  const of = (reply: () => VendorReply) =>
    ({ about: 'discovery', list: id === '' ? null : id, reply }) as const;
  if (id === '')
    return of(
      answer(
        'applications',
        [...source.lists.keys()].map((app) => ({ id: app })),
        '',
      ),
    );
  const list = source.lists.get(id);
  if (list === undefined)
    return of(() => ({
      status: 404,
      body: { error_code: 'SVCSTG.00100403', error_msg: 'no such application' },
    }));
  if (component === undefined) return of(answer('components', [{ id: `c-${id}` }], `${id}/components`));
  const instances = list.rows.map((row) =>
    spellLink(row, {
      id: `i-${row.id}`,
      name: `instance of ${row.id}`,
      status_detail: { last_job_id: row.id },
    }),
  );
  return of(answer('instances', instances, `${id}/instances`));
};

/** Where a job is found: no list has its own rows. */
const spellLink = ({ spoilt }: Row, wire: object): unknown =>
  spoilt === null ? wire : spoilt === 'null' ? null : 7;

function jobReply(source: WorldSource, id: string, request: VendorRequest, cut: Cutter): VendorReply {
  const row = [...source.lists.values()].flatMap(({ rows }) => rows).find((one) => one.id === id);
  if (row === undefined)
    return { status: 404, body: { error_code: 'SVCSTG.00100429', error_msg: 'no such job' } };
  const all = tasksOf(row, source.plan.contradicts);
  const offset = numberOf(request, 'offset', 0);
  const tasks = all.slice(offset, offset + numberOf(request, 'limit', 20));
  const job = {
    JOB_ID: row.id,
    JOB_TYPE: row.kind,
    EXECUTION_STATUS: statuses[row.status],
    SERVICE_INSTANCE_ID: `i-${row.id}`,
  };
  return { body: { task_count: cut.total(all.length, tasks.length), job, tasks } };
}

/** A job's time is that of its first task; without tasks it has none. */
function tasksOf(row: Row, contradicts: boolean): object[] {
  const { time } = row;
  if (time === null) return [];
  const word = row.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'RUNNING';
  return [0, 1, 2].map((n) => ({
    TASK_ID: `t${n}-${row.id}`,
    TASK_INDEX: n * 3 + 1,
    TASK_STATUS: contradicts && n === 1 ? 'FAILED' : word,
    MESSAGES: contradicts ? '{"error_code":"SVCSTG.1","error_msg":"a step failed"}' : '{}',
    CREATED_AT: new Date(time + n * 700).toISOString(),
    LAST_HEALTH_CHECK: new Date(time + n * 700 + 650).toISOString(),
  }));
}

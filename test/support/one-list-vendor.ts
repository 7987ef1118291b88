import type { IncomingMessage } from 'node:http';
import type { RawAnswer } from './start-raw-vendor.ts';

/** One list of jobs of each backend, under the origin `o1`, and what it takes to reach it. */
interface Shape {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly list: RegExp;
  readonly others: readonly (readonly [path: RegExp, body: unknown])[];
  /** The key of the rows. */
  readonly rows: string;
}

export const PROJECT = 'p1';
const HUAWEI = { projectId: PROJECT, auth: { type: 'token', token: 'made-up-token' } };

const SHAPES: Readonly<Record<string, Shape>> = {
  zstack: {
    settings: {
      timeZone: 'Asia/Shanghai',
      auth: { type: 'account', account: 'admin', password: 'made-up-password' },
    },
    list: /\/scheduler\/job\/history$/,
    others: [
      [/\/accounts\/login$/, { inventory: { uuid: '0'.repeat(32) } }],
      [/\/scheduler\//, { inventories: [] }],
    ],
    rows: 'inventories',
  },
  'huawei-workspace': {
    settings: HUAWEI,
    list: /\/schedule-task\/o1\/execute-history$/,
    others: [
      [/\/schedule-task$/, { count: 1, items: [{ id: 'o1', task_name: 'nightly' }] }],
      [/\/execute-detail$/, { count: 0, items: [] }],
    ],
    rows: 'items',
  },
  'huawei-css': {
    settings: HUAWEI,
    list: /\/clusters\/o1\/logs\/records$/,
    others: [
      [/\/clusters$/, { totalSize: 1, clusters: [{ id: 'o1', name: 'search' }] }],
      [/\/settings$/, { logConfiguration: { logSwitch: true } }],
    ],
    rows: 'clusterLogRecord',
  },
  'huawei-vbs': {
    settings: HUAWEI,
    list: /\/backuppolicy\/o1\/backuptasks$/,
    others: [
      [/\/backuppolicy$/, { backup_policies: [{ backup_policy_id: 'o1', backup_policy_name: 'daily' }] }],
    ],
    rows: 'tasks',
  },
  'huawei-servicestage': {
    settings: { ...HUAWEI, jobs: ['j1'] },
    list: /\/cas\/jobs\/j1$/,
    others: [[/\/cas\/applications$/, { count: 0, applications: [] }]],
    rows: 'tasks',
  },
};

export function shapeOf(backend: string): Shape {
  const shape = SHAPES[backend];
  if (shape === undefined) throw new RangeError(`no backend ${backend}`);
  return shape;
}

/** Whether the request reads on from behind the first rows; rows count from 1 at one vendor. */
function isLater({ searchParams }: URL): boolean {
  const [offset, start] = ['offset', 'start'].map((name) => Number(searchParams.get(name) ?? 0));
  return searchParams.has('marker') || Math.max(offset ?? 0, start ?? 0) > 1;
}

export interface ListAnswers {
  /** To the list of jobs. */
  readonly list: RawAnswer;
  /** To other paths, before what the backend has for them. */
  readonly more?: readonly (readonly [path: RegExp, answer: RawAnswer])[];
}

/** Answers of a vendor whose one list is to be read in one go. */
export function oneList(backend: string, { list, more = [] }: ListAnswers) {
  const { list: path, others, rows } = shapeOf(backend);
  return (request: IncomingMessage): RawAnswer => {
    const url = new URL(request.url ?? '/', 'http://vendor.test');
    const found = more.find(([pattern]) => pattern.test(url.pathname));
    if (found !== undefined) return found[1];
    if (path.test(url.pathname)) return isLater(url) ? { body: JSON.stringify({ [rows]: [] }) } : list;
    const other = others.find(([pattern]) => pattern.test(url.pathname));
    if (other !== undefined) return { body: JSON.stringify(other[1]) };
    return { status: 404, body: '{"error":"no such path"}' };
  };
}

import type { SourcePlan } from '../scenario.ts';
import type { Row } from '../world/row.ts';
import { VOCABULARIES } from '../world/vocabulary.ts';
import { ofWall, printed } from '../world/wall-clock.ts';
import type { WorldSource } from '../world/world.ts';
import {
  type Cutter,
  numberOf,
  type Speech,
  segmentsOf,
  type VendorReply,
  type VendorRequest,
} from './speech.ts';
import { spellRow } from './spell-row.ts';

const { statuses } = VOCABULARIES.zstack;

/** As the parser of conditions looks for them: the first that occurs anywhere is taken. */
const OPERATORS = ['!=', '>=', '<=', '!?=', '!~=', '~=', '?=', '=', '>', '<', ' is null', ' not null'];

/** One table with a query language. */
export const speakZstack: Speech = (source, request, cut) => {
  const segments = segmentsOf(request.path, '/zstack/v1');
  if (segments === null) return null;
  if (segments.join('/') === 'accounts/login')
    return { about: 'other', list: null, reply: () => ({ body: { inventory: { uuid: 'a'.repeat(32) } } }) };
  if (segments.join('/') !== 'scheduler/job/history')
    return { about: 'other', list: null, reply: () => ({ body: { inventories: [] } }) };
  return { about: 'jobs', list: null, reply: () => history(source, request, cut) };
};

interface Column {
  readonly row: Row;
  /** Null: SQL's NULL, for which every comparison fails. */
  readonly values: Readonly<Record<string, string | number | bigint | null>>;
}

function history(source: WorldSource, request: VendorRequest, cut: Cutter): VendorReply {
  const conditions = request.query.getAll('q').map(readCondition);
  if (conditions.includes(null)) return { status: 400, body: 'Invalid query parameter.' };
  const rows = cut.byTime([...source.lists.values()], 'down').map((row) => columnsOf(row, source));
  const unknown = conditions.find((one) => one !== null && !Object.hasOwn(NO_COLUMNS, one.field));
  if (unknown)
    return { status: 503, body: { error: { code: 'SYS.1000', details: `no field ${unknown.field}` } } };
  const wanted = rows.filter((row) =>
    conditions.every((one) => one !== null && holds(one, row, source.plan.zone)),
  );
  sort(wanted, source.plan.ignoresOrder ? 'id' : (request.query.get('sort')?.trim() ?? ''));
  const page = cut.page(wanted, numberOf(request, 'start', 0), numberOf(request, 'limit', 1_000), '');
  const counts = request.query.get('replyWithCount') === 'true' || request.query.get('count') === 'true';
  const total = counts ? { total: cut.total(wanted.length, page.length) } : {};
  if (request.query.get('count') === 'true') return { body: total };
  return {
    body: {
      inventories: page.map(({ row, values }) =>
        spellRow(row, print(row, values, source.plan), 'id', 'startTime'),
      ),
      ...total,
      schema: {},
    },
  };
}

const NO_COLUMNS = {
  id: null,
  startTime: null,
  success: null,
  executeTime: null,
  jobType: null,
  schedulerJobUuid: null,
  targetResourceUuid: null,
};

function columnsOf(row: Row, source: WorldSource): Column {
  const list = [...source.lists.values()].find(({ rows }) => rows.includes(row));
  const values = {
    id: BigInt(row.id),
    startTime: row.instant,
    success: String(statuses[row.status] === 'true'),
    executeTime: row.status === 'RUNNING' ? -1 : 3,
    jobType: row.kind,
    schedulerJobUuid: list?.id ?? null,
    targetResourceUuid: row.resource,
  };
  return { row, values };
}

interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

function readCondition(text: string): Condition | null {
  const operator = OPERATORS.find((one) => text.includes(one));
  if (operator === undefined) return null;
  const at = text.indexOf(operator);
  return { field: text.slice(0, at).trim(), operator, value: text.slice(at + operator.length) };
}

function holds({ field, operator, value }: Condition, { values }: Column, zone: string): boolean {
  const found = values[field] ?? null;
  if (operator === ' is null') return found === null;
  if (operator === ' not null') return found !== null;
  if (found === null) return false;
  if (operator === '?=') return value.split(',').includes(String(found));
  const [left, right] =
    field === 'startTime'
      ? [Number(found), ofWall(value, zone, eitherOf)]
      : typeof found === 'bigint'
        ? [found, BigInt(value.trim())]
        : [found, typeof found === 'number' ? Number(value) : value];
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return operator === '>=' && left >= right;
}

/** Nothing tells which of two instants a database takes. */
const eitherOf = (from: readonly number[]): number => from[Math.floor(Math.random() * from.length)] ?? 0;

/** Stable: what shares a value stays shuffled. NULL is lower than all else. */
function sort(rows: Column[], order: string): void {
  const field = order.replace(/^[+-]/, '');
  if (field === '') return;
  const sign = order.startsWith('-') ? -1 : 1;
  const lowest = Number.NEGATIVE_INFINITY;
  rows.sort((a, b) => {
    const [left, right] = [a.values[field] ?? lowest, b.values[field] ?? lowest];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

const print = (
  row: Row,
  values: Column['values'],
  { zone, contradicts, isOddlySpelled }: SourcePlan,
): Readonly<Record<string, unknown>> => ({
  id: isOddlySpelled ? BigInt(row.id) : Number(row.id),
  schedulerJobUuid: values['schedulerJobUuid'],
  jobType: row.kind ?? undefined,
  startTime: row.instant === null ? undefined : printed(row.instant, zone),
  executeTime: values['executeTime'],
  targetResourceUuid: row.resource ?? undefined,
  success: statuses[row.status] === 'true',
  resultDump:
    row.status === 'RUNNING'
      ? 'Running'
      : row.status === 'FAILED' || contradicts
        ? '{"error":{"code":"SYS.1000","details":"no space is left"}}'
        : '{}',
});

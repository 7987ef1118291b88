import type { SimulatorReply } from './kit/http.ts';
import type { Random } from './kit/random.ts';
import { shuffle, shuffleTies } from './kit/shuffle.ts';
import { compileCondition } from './zstack-condition.ts';
import { businessRefusal, plainRefusal } from './zstack-error.ts';
import type { ZstackColumn, ZstackTable, ZstackValue } from './zstack-table.ts';
import type { ZstackClock } from './zstack-time.ts';

const DEFAULT_LIMIT = 1000;

const readInteger = (query: URLSearchParams, name: string, otherwise: number): number => {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^[+-]?\d{1,10}$/.test(text))
    throw plainRefusal(400, `Invalid query parameter. '${name}' must be an integer`);
  const value = Number(text);
  if (value < 0) throw businessRefusal('SYS.1007', `${name} must not be negative, but is ${value}`);
  return value;
};

const isTrue = (query: URLSearchParams, name: string): boolean => query.get(name)?.toLowerCase() === 'true';

/** As MySQL sorts: nulls first, text without regard to case. */
const compareValues = (a: ZstackValue, b: ZstackValue): number => {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'string' && typeof b === 'string') {
    const [x, y] = [a.toLowerCase(), b.toLowerCase()];
    return x === y ? 0 : x < y ? -1 : 1;
  }
  return Number(a) - Number(b);
};

const readSort = <Row>(text: string, table: ZstackTable<Row>) => {
  const [, sign, field = ''] = /^([+-]?)(.*)$/s.exec(text.trim()) ?? [];
  const column = table.columns.get(field);
  if (column === undefined)
    throw businessRefusal(
      'SYS.1000',
      `invalid order by clause, inventory[${table.name}] doesn't have field[${field}]`,
    );
  return { column, isDescending: sign === '-' };
};

/** Without `sort` there is no order at all; with it there is none among equals. */
const orderRows = <Row>(rows: Row[], sort: string | null, table: ZstackTable<Row>, random: Random): Row[] => {
  if (sort === null) return shuffle(rows, random);
  const { column, isDescending } = readSort(sort, table);
  const sorted = rows.sort((a, b) => compareValues(column.value(a), column.value(b)));
  return shuffleTies(isDescending ? sorted.reverse() : sorted, column.value, random);
};

const printValue = <Row>(column: ZstackColumn<Row>, row: Row, clock: ZstackClock): ZstackValue => {
  const value = column.value(row);
  return column.type === 'time' && typeof value === 'number' ? clock.print(value) : value;
};

const printRow = <Row>(
  row: Row,
  table: ZstackTable<Row>,
  fields: ReadonlySet<string>,
  clock: ZstackClock,
) => {
  const printed: Record<string, ZstackValue | readonly string[]> = {};
  for (const [name, column] of table.columns) {
    const value = fields.has(name) ? printValue(column, row, clock) : null;
    if (value !== null) printed[name] = value;
  }
  for (const [name, list] of table.lists ?? []) if (fields.has(name)) printed[name] = list(row);
  return printed;
};

const readFields = <Row>(text: string | null, table: ZstackTable<Row>): ReadonlySet<string> => {
  const known = new Set([...table.columns.keys(), ...(table.lists?.keys() ?? [])]);
  if (text === null) return known;
  const asked = text.split(',').map((field) => field.trim());
  const unknown = asked.find((field) => !known.has(field));
  if (unknown !== undefined)
    throw businessRefusal('SYS.1007', `field[${unknown}] is not a field of inventory[${table.name}]`);
  return new Set(asked);
};

/**
 * Any query API over any table (docs/vendors/zstack.md#query-parameters, #answer). Unknown parameters mean nothing.
 * Throws `ZstackRefusal`.
 */
export const queryTable = <Row>(
  query: URLSearchParams,
  table: ZstackTable<Row>,
  clock: ZstackClock,
  random: Random,
): SimulatorReply => {
  const limit = readInteger(query, 'limit', DEFAULT_LIMIT);
  const start = readInteger(query, 'start', 0);
  const fields = readFields(query.get('fields'), table);
  const conditions = query.getAll('q').map((text) => compileCondition(text, table, clock));
  const found = table.rows().filter((row) => conditions.every((holds) => holds(row)));
  const total = found.length;
  if (isTrue(query, 'count')) return { status: 200, json: { total, schema: {} } };
  const page = orderRows(found, query.get('sort'), table, random).slice(start, start + limit);
  const inventories = page.map((row) => printRow(row, table, fields, clock));
  const schema = Object.fromEntries(page.map((_, place) => [`inventories[${place}]`, table.className]));
  const counted = isTrue(query, 'replyWithCount') ? { total } : {};
  return { status: 200, json: { inventories, ...counted, schema } };
};

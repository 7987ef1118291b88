import type { SimulatorReply } from './kit/http.ts';
import type { Random } from './kit/random.ts';
import { shuffle } from './kit/shuffle.ts';

export type BuildbotValue = string | number | boolean | null;
export type BuildbotRow = Readonly<Record<string, unknown>>;

/** What the type of a field accepts in a filter (docs/vendors/buildbot.md#filters). */
export type BuildbotField = 'integer' | 'boolean' | 'text' | 'other';

export interface BuildbotResource {
  /** The key of the rows, such as `buildrequests`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, BuildbotField>>;
  /** Whether `meta.total` counts the rows of this page only (docs/vendors/buildbot.md#paging). */
  readonly countsPage: boolean;
}

/** A request that the server refuses with 400 and this text (docs/vendors/buildbot.md#errors). */
class BadRequest extends Error {}

export const buildbotError = (status: number, error: string): SimulatorReply => ({ status, json: { error } });

const PAGING = ['limit', 'offset', 'order', 'field', 'property'];

type Compare = (value: never, wanted: never) => boolean;

const OPERATORS: Readonly<Record<string, Compare>> = {
  eq: (value: unknown, wanted: unknown) => value === wanted,
  ne: (value: unknown, wanted: unknown) => value !== wanted,
  lt: (value: number, wanted: number) => value < wanted,
  le: (value: number, wanted: number) => value <= wanted,
  gt: (value: number, wanted: number) => value > wanted,
  ge: (value: number, wanted: number) => value >= wanted,
};

const FLAGS = new Map<string, boolean>([
  ...['on', 'true', 'yes', '1'].map((word) => [word, true] as const),
  ...['off', 'false', 'no', '0'].map((word) => [word, false] as const),
]);

function readValue(type: BuildbotField, text: string): BuildbotValue | undefined {
  if (type === 'text') return text;
  if (type === 'boolean') return FLAGS.get(text.toLowerCase());
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

type Condition = (row: BuildbotRow) => boolean;

/** Several values of `eq` mean any of them, of `ne` none of them; of any other operator they mean nothing. */
function conditionOf({ fields }: BuildbotResource, key: string, texts: readonly string[]): Condition {
  const [field = '', operator = 'eq'] = key.split('__');
  const [type, compare] = [fields[field], OPERATORS[operator]];
  if (type === undefined || compare === undefined)
    throw new BadRequest(`unrecognized query parameter '${key}'`);
  const values = texts.map((text) => readValue(type, text));
  if (values.includes(undefined)) throw new BadRequest(`invalid filter value for ${key}`);
  if (operator === 'eq') return (row) => values.includes(row[field] as BuildbotValue);
  if (operator === 'ne') return (row) => !values.includes(row[field] as BuildbotValue);
  if (values.length > 1) return () => true;
  return (row) => row[field] !== null && compare(row[field] as never, values[0] as never);
}

const groupedKeys = (query: URLSearchParams): string[] => [
  ...new Set([...query.keys()].filter((key) => !PAGING.includes(key))),
];

function checkSelected(
  { fields }: BuildbotResource,
  query: URLSearchParams,
  conditions: readonly string[],
): void {
  const selected = query.getAll('field');
  const orders = query.getAll('order').map((order) => order.replace(/^-/, ''));
  const unknown = [...selected, ...orders].find((field) => !(field in fields));
  if (unknown !== undefined) throw new BadRequest(`no such field '${unknown}'`);
  if (selected.length === 0) return;
  const isMissing = (field: string): boolean => !selected.includes(field);
  if (conditions.some((key) => isMissing(key.split('__')[0] ?? '')))
    throw new BadRequest('cannot filter on un-selected fields');
  if (orders.some(isMissing)) throw new BadRequest('cannot order on un-selected fields');
}

function readLimit(query: URLSearchParams, name: 'limit' | 'offset'): number | null {
  const text = query.get(name);
  if (text === null || text === '-1') return null;
  if (!/^\d+$/.test(text)) throw new BadRequest(`invalid ${name}`);
  return Number(text);
}

const compareValues = (a: unknown, b: unknown): number => {
  if (a === b || a === undefined || b === undefined) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return (a as number) < (b as number) ? -1 : 1;
};

/** Rows that no key tells apart stand in another order each time. */
function sorted(rows: readonly BuildbotRow[], query: URLSearchParams, random: Random): BuildbotRow[] {
  const keys = query.getAll('order').map((order) => {
    const isDown = order.startsWith('-');
    return { field: order.slice(isDown ? 1 : 0), sign: isDown ? -1 : 1 };
  });
  const compare = (a: BuildbotRow, b: BuildbotRow): number =>
    keys.reduce((found, { field, sign }) => found || sign * compareValues(a[field], b[field]), 0);
  return (keys.length === 0 ? [...rows] : shuffle(rows, random)).sort(compare);
}

function answer(
  resource: BuildbotResource,
  rows: readonly BuildbotRow[],
  query: URLSearchParams,
  random: Random,
) {
  const keys = groupedKeys(query);
  const conditions = keys.map((key) => conditionOf(resource, key, query.getAll(key)));
  checkSelected(resource, query, keys);
  const [limit, offset] = [readLimit(query, 'limit'), readLimit(query, 'offset')];
  const found = rows.filter((row) => conditions.every((condition) => condition(row)));
  const from = offset ?? 0;
  const page = sorted(found, query, random).slice(from, limit === null ? undefined : from + limit);
  const selected = query.getAll('field');
  const printed = page.map((row) =>
    selected.length === 0 ? row : Object.fromEntries(selected.map((field) => [field, row[field]])),
  );
  return { meta: { total: resource.countsPage ? page.length : found.length }, [resource.name]: printed };
}

/** A list of rows, filtered, ordered, cut and projected as the query says (docs/vendors/buildbot.md#paging, #order, #filters). */
export function answerList(
  resource: BuildbotResource,
  rows: readonly BuildbotRow[],
  query: URLSearchParams,
  random: Random,
): SimulatorReply {
  try {
    return { status: 200, json: answer(resource, rows, query, random) };
  } catch (error) {
    if (error instanceof BadRequest) return buildbotError(400, error.message);
    throw error;
  }
}

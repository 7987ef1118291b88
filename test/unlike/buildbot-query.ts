/** A resource as the REST API has it: the fields that may be named, each with what its constants look like. */
export type Fields = Readonly<Record<string, 'number' | 'flag' | 'text'>>;

export type Resource = Readonly<Record<string, unknown>>;

/** A query that the server refuses, in its own words. */
export class Refused extends Error {}

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['on', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['off', 0],
  ['no', 0],
  ['0', 0],
]);

const CONDITION = /^(\w+)__(eq|ne|lt|le|gt|ge|contains)$/;

type Test = (value: unknown, wanted: readonly (number | string)[]) => boolean;

const compared =
  (holds: (value: number, wanted: number) => boolean): Test =>
  (value, [wanted]) =>
    value !== null && value !== undefined && holds(Number(value), Number(wanted));

const TESTS: Readonly<Record<string, Test>> = {
  eq: (value, wanted) => wanted.includes(comparable(value)),
  ne: (value, wanted) => !wanted.includes(comparable(value)),
  lt: compared((value, wanted) => value < wanted),
  le: compared((value, wanted) => value <= wanted),
  gt: compared((value, wanted) => value > wanted),
  ge: compared((value, wanted) => value >= wanted),
  contains: (value, [wanted]) => String(value).includes(String(wanted)),
};

const comparable = (value: unknown): number | string =>
  typeof value === 'string' ? value : value === null || value === undefined ? Number.NaN : Number(value);

function constant(text: string, kind: Fields[string] | undefined): number | string {
  if (kind === 'text') return text;
  if (kind === 'flag') return FLAGS.get(text.toLowerCase()) ?? refuse(`invalid boolean: ${text}`);
  return /^-?\d+$/.test(text) ? Number(text) : refuse(`invalid literal for int() with base 10: '${text}'`);
}

const refuse = (why: string): never => {
  throw new Refused(why);
};

/** docs/vendors/buildbot.md#paging, #order, #filters. `most`: rows in one answer. */
export function query(
  all: readonly Resource[],
  fields: Fields,
  asked: URLSearchParams,
  most: number,
): Resource[] {
  const wholeNumber = (name: string, usual: number): number => {
    const text = asked.get(name);
    return text === null ? usual : /^-?\d+$/.test(text) ? Number(text) : refuse(`invalid ${name}`);
  };
  const named = asked.getAll('field');
  const used = (field: string): string => {
    if (!(field in fields)) refuse(`no such field '${field}'`);
    if (named.length > 0 && !named.includes(field))
      refuse(`cannot use field '${field}' that is not selected`);
    return field;
  };
  let rows = [...all];
  for (const name of new Set(asked.keys())) {
    if (['field', 'order', 'offset', 'limit', 'property'].includes(name)) continue;
    const [, field = '', operator = ''] =
      CONDITION.exec(name) ?? refuse(`unrecognized query parameter '${name}'`);
    const wanted = asked.getAll(name).map((text) => constant(text, fields[used(field)]));
    // A repeated comparison is ignored, without a word.
    if (wanted.length > 1 && operator !== 'eq' && operator !== 'ne') continue;
    rows = rows.filter((row) => TESTS[operator]?.(row[field], wanted));
  }
  const order = asked
    .getAll('order')
    .map((key) => [used(key.replace(/^-/, '')), key.startsWith('-') ? -1 : 1] as const);
  // Without an order the database gives rows as it likes.
  if (order.length === 0) rows.reverse();
  rows.sort((a, b) =>
    order.reduce((sum, [field, sign]) => sum || sign * (Number(a[field]) - Number(b[field])), 0),
  );
  const [offset, limit] = [wholeNumber('offset', 0), wholeNumber('limit', -1)];
  const size = limit < 0 ? most : Math.min(limit, most);
  return rows
    .slice(offset, offset + size)
    .map((row) =>
      named.length === 0
        ? row
        : Object.fromEntries(Object.entries(row).filter(([key]) => named.includes(key))),
    );
}

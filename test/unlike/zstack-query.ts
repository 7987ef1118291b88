import type { SimulatorReply } from '../../src/simulator/kit/http.ts';
import { printOdd } from './print-odd.ts';
import { mixed } from './story.ts';

/** What the columns of a table hold. `long`: digits of a number that no double holds, given as a text. */
export type Columns = Readonly<Record<string, 'text' | 'number' | 'flag' | 'time' | 'long'>>;

/** A row of the table; times are epoch milliseconds, and what is null is `null`. */
export type Entry = Readonly<Record<string, unknown>>;

export interface Table {
  readonly columns: Columns;
  readonly entries: () => readonly Entry[];
  /** Rows in one answer: no upper bound was found, and none is promised to be absent. */
  readonly most: number;
}

/** Half an hour beside the others: nobody's zone by accident. */
export const ZONE = 'America/St_Johns';

/** In this order the operator of a condition is looked for (docs/vendors/zstack.md#conditions). */
const OPERATORS = ['!=', '>=', '<=', '!?=', '!~=', '~=', '?=', '=', '>', '<', 'is null', 'not null'];

const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const US = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: ZONE });

const known = new Map<number, string>();

/** As MySQL writes and compares it: `2024-05-01 00:00:00`. */
function mysql(time: number): string {
  const text = known.get(time) ?? PARTS.format(time).replace(', ', ' ');
  known.set(time, text);
  return text;
}

/** As older and newer JVMs print it, and as a newer SDK reads it (docs/vendors/zstack.md#times). */
export function printTime(time: number, n: number): string {
  const printed = US.format(time);
  if (n % 4 === 0) return printed;
  if (n % 4 === 1) return printed.replace(/,(?= \d{1,2}:)/, '').replace(/\s(?=[AP]M)/, ' ');
  if (n % 4 === 2) return printed.replace(/\s(?=[AP]M)/, '\u202f');
  const offset = Math.round((Date.parse(`${mysql(time).replace(' ', 'T')}Z`) - time) / 60_000);
  const digits = (value: number): string => String(Math.abs(value)).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${digits(Math.trunc(offset / 60))}:${digits(offset % 60)}`;
  return `${mysql(time).replace(' ', 'T')}${zone}`;
}

const json = (status: number, body: unknown): SimulatorReply => ({
  status,
  text: printOdd(body, { isReversed: true }),
  headers: { 'content-type': 'application/json' },
});

/** Every error of a synchronous API (docs/vendors/zstack.md#errors). */
export const failed = (code: string, details: string): SimulatorReply =>
  json(503, {
    error: {
      code,
      description: 'an error',
      details,
      elaboration: null,
      location: 'node-1',
      cost: '3ms',
      messages: { message_cn: '', message_en: details },
      causes: [],
    },
  });

export const refused = (words: string): SimulatorReply => ({ status: 400, text: words });

export const answered = (inventories: readonly unknown[], total: number | null): SimulatorReply =>
  json(200, {
    inventories,
    ...(total === null ? {} : { total }),
    schema: { 'inventories[0]': 'org.zstack.header.Inventory' },
  });

class Failure extends Error {
  readonly reply: SimulatorReply;
  constructor(reply: SimulatorReply) {
    super('refused');
    this.reply = reply;
  }
}

const stop = (reply: SimulatorReply): never => {
  throw new Failure(reply);
};

/** What a column is compared as: texts without regard to case, as the database's collation does. */
function comparable(value: unknown, kind: Columns[string]): string | number | null {
  if (value === null || value === undefined) return null;
  if (kind === 'time') return mysql(Number(value));
  if (kind === 'flag') return value ? 1 : 0;
  return kind === 'number' && typeof value === 'number' ? value : String(value).toLowerCase();
}

function constant(text: string, kind: Columns[string]): string | number {
  if (kind === 'flag') return text === 'true' || text === '1' ? 1 : 0;
  return kind === 'number' && /^-?\d{1,15}$/.test(text) ? Number(text) : text.toLowerCase();
}

function condition(text: string, columns: Columns): (entry: Entry) => boolean {
  const operator = OPERATORS.find((one) => text.includes(one));
  if (operator === undefined)
    return stop(
      refused(
        `Invalid query parameter. The '${text}' in the parameter[q] doesn't contain any query operator.`,
      ),
    );
  const at = text.indexOf(operator);
  const [field, value] = [text.slice(0, at).trim(), text.slice(at + operator.length)];
  const kind = columns[field];
  if (kind === undefined) return stop(failed('SYS.1000', `no field[${field}]`));
  const wanted = constant(value, kind);
  const all = value.split(',').map((one) => constant(one, kind));
  return (entry) => {
    const found = comparable(entry[field], kind);
    if (operator === 'is null') return found === null;
    if (operator === 'not null') return found !== null;
    if (found === null) return false;
    if (operator === '=') return found === wanted;
    if (operator === '!=') return found !== wanted;
    if (operator === '?=') return all.includes(found);
    if (operator === '!?=') return !all.includes(found);
    if (operator === '>') return found > wanted;
    if (operator === '<') return found < wanted;
    if (operator === '>=') return found >= wanted;
    if (operator === '<=') return found <= wanted;
    const like = new RegExp(
      `^${value
        .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '.*')
        .replaceAll('_', '.')}$`,
      'i',
    );
    return like.test(String(found)) !== (operator === '!~=');
  };
}

const wholeNumber = (query: URLSearchParams, name: string, usual: number): number => {
  const text = query.get(name) ?? String(usual);
  return /^\d+$/.test(text)
    ? Number(text)
    : stop(refused(`Invalid query parameter. '${name}' must be an integer`));
};

let calls = 0;

/** Without a `sort` in any order, with one in any order among equals: another one each time. */
function sorted(entries: readonly Entry[], columns: Columns, sort: string | null): Entry[] {
  calls += 1;
  const shuffled = entries
    .map((entry, i) => ({ entry, place: mixed(i, calls) }))
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry);
  if (sort === null) return shuffled;
  const field = sort.trim().replace(/^[+-]/, '');
  const kind = columns[field];
  if (kind === undefined) return stop(failed('SYS.1000', `no field[${field}] to sort by`));
  const sign = sort.startsWith('-') ? -1 : 1;
  const keyOf = (entry: Entry) => comparable(entry[field], kind) ?? '';
  return shuffled.sort((a, b) => sign * (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** A row on the wire: what is null is absent. */
const print = (entry: Entry, columns: Columns, n: number): unknown =>
  Object.fromEntries(
    Object.entries(entry)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, printed(value, columns[name], n)]),
  );

function printed(value: unknown, kind: Columns[string] | undefined, n: number): unknown {
  if (kind === 'time' && typeof value === 'number') return printTime(value, n);
  return kind === 'long' ? JSON.rawJSON(String(value)) : value;
}

/** The query language (docs/vendors/zstack.md#query-parameters); what is unknown is ignored without a word. */
export function ask({ columns, entries, most }: Table, query: URLSearchParams): SimulatorReply {
  try {
    const conditions = query.getAll('q').map((text) => condition(text, columns));
    const found = sorted(entries(), columns, query.get('sort')).filter((entry) =>
      conditions.every((holds) => holds(entry)),
    );
    const [start, limit] = [wholeNumber(query, 'start', 0), wholeNumber(query, 'limit', 1_000)];
    const page = query.get('count') === 'true' ? [] : found.slice(start, start + Math.min(limit, most));
    const isCounted = query.get('count') === 'true' || query.get('replyWithCount') === 'true';
    return answered(
      page.map((entry, n) => print(entry, columns, n)),
      isCounted ? found.length : null,
    );
  } catch (error) {
    if (error instanceof Failure) return error.reply;
    throw error;
  }
}

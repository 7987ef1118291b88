import type { Random } from '../random.ts';

/** Of times of rows; a database in another zone prints its own, which the vendor's settings tell. */
const TIMES: readonly string[] = [
  'create_time',
  'begin_time',
  'end_time',
  'created_at',
  'createAt',
  'CREATED_AT',
];
const IDS: readonly string[] = ['id', 'job_id', 'jobId'];
const COUNTS: readonly string[] = ['count', 'total', 'totalSize', 'task_count'];

/** What servers write where there is no time. */
const NO_TIME: readonly unknown[] = [
  null,
  '',
  'null',
  'None',
  '-',
  '0001-01-01T00:00:00Z',
  '0000-00-00 00:00:00',
];

/** Beside the rows nothing says what they are: these are empty lists, too. */
const ENVELOPES: readonly string[] = ['count', 'total', 'totalSize', 'schema'];

/** What means the same in other signs, as servers of many languages write it, as text; `null`: an answer without a body. */
export function spellOddly(body: unknown, random: Random): string | null {
  if (isEmptyList(body)) {
    if (random.chance(0.3)) return null;
    if (random.chance(0.5)) return JSON.stringify(withoutRows(body));
  }
  return JSON.stringify(body, (key, value: unknown) => {
    if (TIMES.includes(key)) return oddTime(value, random);
    if (IDS.includes(key)) return oddId(value, random);
    if (COUNTS.includes(key)) return typeof value === 'number' && random.chance(0.5) ? String(value) : value;
    // An id in a wrong place, as of a row that cannot be read.
    return typeof value === 'bigint' ? oddId(value, random) : value;
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

const isEmptyList = (body: unknown): body is JsonObject =>
  typeof body === 'object' &&
  body !== null &&
  Object.entries(body).every(([key, value]) => ENVELOPES.includes(key) || isEmptyArray(value)) &&
  Object.values(body).some(isEmptyArray);

const isEmptyArray = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const withoutRows = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => !isEmptyArray(value)));

/** Digits, with or without quotes, also where no double can hold them. */
function oddId(value: unknown, random: Random): unknown {
  const isNumber = (typeof value === 'string' && /^[1-9]\d*$/.test(value)) || typeof value === 'bigint';
  return isNumber && (typeof value === 'bigint' || random.chance(0.5)) ? JSON.rawJSON(String(value)) : value;
}

function oddTime(value: unknown, random: Random): unknown {
  if (value === null || value === undefined) return random.pick(NO_TIME);
  const time = typeof value === 'number' ? value : Date.parse(`${String(value).replace(/Z$/, '')}Z`);
  return Number.isNaN(time) ? value : random.pick(SPELLINGS)(time);
}

/** From epoch milliseconds. */
const SPELLINGS: readonly ((time: number) => unknown)[] = [
  (time) => time,
  (time) => `${time}.0`,
  (time) => new Date(time).toISOString(),
  (time) => shown(time).replace('T', ' '),
  (time) => `${shown(time)}456+00`,
  (time) => `${shown(time).replace('T', ' ')}999+00:00`,
  (time) => `${shown(time + 8 * 3_600_000)}+08`,
  // Java leaves out zeros at the end.
  (time) => `${shown(time).replace(/(?::00)?\.000$/, '')}Z`,
];

/** As a clock in UTC shows it, `2026-10-01T12:00:00.000`. */
const shown = (time: number): string => new Date(time).toISOString().slice(0, -1);

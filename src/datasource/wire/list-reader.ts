import { readCount, readText } from './fields.ts';
import { ShapeError } from './shape-error.ts';

/** The rows of an answer, and what stands beside them. */
export interface Envelope {
  readonly rows: readonly unknown[];
  /** What the vendor says the whole list counts; a hint, never trusted. `null`: not said. */
  readonly total: number | null;
  /** The key of the rows, where it is left out, or null, because there are none. */
  readonly leftOut?: string;
  /** What to ask for the next page with, where pages go by token; `null`: this one is the last. */
  readonly next?: string | null;
}

/** Where an answer holds its rows, and what stands beside them. Each place is a path of keys: `meta.total`. */
export interface ListShape {
  /** The rows; the empty path: the answer itself is the list. */
  readonly rows: string;
  /** How many rows the whole list has, where the vendor says that. */
  readonly total?: string;
  /** The token of the next page, where pages go by token. */
  readonly next?: string;
  /** Keys that may stand beside the rows and say nothing of them. */
  readonly beside?: readonly string[];
}

/**
 * Reads answers such as `{ "<rows>": [...], "<total>": 12 }`. Rows that are null, or left out of an answer that says
 * nothing else, are none: so some servers write an empty list. Throws `ShapeError` where the answer has another shape.
 */
export function readEnvelope(shape: ListShape, body: unknown): Envelope {
  const { rows: path, total: totalPath, next, beside = [] } = shape;
  if (path !== '' && !isObject(body)) throw new ShapeError('the body: not an object');
  const rows = valueAt(body, path);
  // A count is a hint: one that cannot be read is not told.
  const total = totalPath === undefined ? null : (readCount(valueAt(body, totalPath)) ?? null);
  const more = next === undefined ? {} : { next: readText(valueAt(body, next)) ?? null };
  if (Array.isArray(rows)) return { rows, total, ...more };
  // Beside a count such an answer is as good as one whose rows are left out.
  if (path !== '' && isNoRow(rows, total)) return { rows: [], total, leftOut: path, ...more };
  const known = [totalPath, next].map((one) => one?.split('.')[0]);
  const isLeftOut = rows === undefined && isObject(body) && saysNothing(body, [...known, ...beside]);
  if (!isLeftOut) throw new ShapeError(`${path || 'the body'}: not a list`);
  return { rows: [], total, leftOut: path, ...more };
}

function valueAt(body: unknown, path: string): unknown {
  if (path === '') return body;
  if (!path.includes('.')) return isObject(body) ? body[path] : undefined;
  return path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), body);
}

/** What stands for an empty list: `null`; beside a count of 0 also an empty text, an empty object (so writes Lua), and `false`. */
function isNoRow(rows: unknown, total: number | null): boolean {
  if (rows === null) return true;
  return total === 0 && (rows === '' || rows === false || (isObject(rows) && Object.keys(rows).length === 0));
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of a request, for the vendor's support. */
const REQUEST_NAME = /^(?:request|trace)_?id$/i;

/** Under such keys a number or a flag tells of a failure. */
const TELLS_FAILURE = /err|fault|fail|code|status|message|msg|reason|detail|success|result/i;

function saysNothing(body: JsonObject, known: readonly (string | undefined)[]): boolean {
  return Object.entries(body).every(
    ([key, value]) => known.includes(key) || REQUEST_NAME.test(key) || isNothing(key, value),
  );
}

function isNothing(key: string, value: unknown): boolean {
  if (value === null || value === '') return true;
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return (typeof value === 'number' || typeof value === 'boolean') && !TELLS_FAILURE.test(key);
}

import { readCount } from './fields.ts';
import { ShapeError } from './shape-error.ts';

/** The rows of an answer, and what stands beside them. */
export interface Envelope {
  readonly rows: readonly unknown[];
  /** What the vendor says the whole list counts; a hint, never trusted. `null`: not said. */
  readonly total: number | null;
  /** The key of the rows, where it is left out because there are none. */
  readonly leftOut?: string;
}

/** Where an answer holds its rows, and what stands beside them. */
export interface ListShape {
  /** The key of the rows. */
  readonly rows: string;
  /** The key of the vendor's count, where there is one. */
  readonly count?: string;
  /** Keys that may stand beside the rows and say nothing of them. */
  readonly beside?: readonly string[];
}

/**
 * Reads answers of the form `{ "<rows>": [...], "<count>": 12 }`. Rows that are null, or left out of an answer that says
 * nothing else, are none: so some servers write an empty list. Throws `ShapeError` where the answer has another shape.
 */
export const listReader =
  ({ rows: key, count, beside = [] }: ListShape) =>
  (body: unknown): Envelope => {
    if (!isObject(body)) throw new ShapeError('the body: not an object');
    const rows = body[key];
    // A count is a hint: one that cannot be read is not told.
    const total = count === undefined ? null : (readCount(body[count]) ?? null);
    if (Array.isArray(rows)) return { rows, total };
    if (rows === null) return { rows: [], total };
    const known = count === undefined ? beside : [count, ...beside];
    if (rows !== undefined || !saysNothing(body, known)) throw new ShapeError(`${key}: not a list`);
    return { rows: [], total, leftOut: key };
  };

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of a request, for the vendor's support. */
const REQUEST_NAME = /^(?:request|trace)_?id$/i;

/** Under such keys a number or a flag tells of a failure. */
const TELLS_FAILURE = /err|fault|fail|code|status|message|msg|reason|detail|success|result/i;

function saysNothing(body: JsonObject, known: readonly string[]): boolean {
  return Object.entries(body).every(
    ([key, value]) => known.includes(key) || REQUEST_NAME.test(key) || isNothing(key, value),
  );
}

function isNothing(key: string, value: unknown): boolean {
  if (value === null || value === '') return true;
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return (typeof value === 'number' || typeof value === 'boolean') && !TELLS_FAILURE.test(key);
}

import { z } from 'zod';
import type { Instant, JobError, JobProgress } from '../../model/job.ts';
import { errorAs, type JobStatus, NOT_BEGUN, SOUND, startAs } from '../../model/job-status.ts';
import { type DeclaredField, declaredFields } from './fields.ts';
import { plainIssue } from './plain-issue.ts';

/** Told of a field that cannot be read and counts as absent: its place and the kind of what is wrong, never a value. */
export type TellOddity = (what: string) => void;

/** Throws `ZodError` or `ShapeError` where the row lacks what it cannot do without; what else it throws is a defect. */
export type RowReader<Item> = (raw: unknown, tell?: TellOddity) => Item;

/**
 * Reads rows by a schema. A field that cannot be read is as good as absent: it costs the row itself only if the schema cannot
 * do without it. `what` names a row where an oddity is told.
 */
export function rowReader<S extends z.ZodType>(what: string, schema: S): RowReader<z.output<S>> {
  const bySchema = schemaReader(what, schema);
  const fields = declaredFields(schema);
  if (fields === null) return bySchema;
  const soundRow = compileSoundRow(fields);
  return (raw, tell) => {
    const row = soundRow(raw);
    // Its fields were read as the schema declares them.
    return row === null ? bySchema(raw, tell) : (row as z.output<S>);
  };
}

/** Whether a row has every field that a schema declares, each such as can be read. */
export function holdsAll(schema: z.ZodType): (raw: unknown) => boolean {
  const fields = declaredFields(schema);
  if (fields === null) throw new TypeError('A plain object of declared fields is needed.');
  const soundRow = compileSoundRow(fields);
  return (raw) => soundRow(raw) !== null;
}

/** What the schema itself makes of a row: also of those that are not as they should be. */
export function schemaReader<S extends z.ZodType>(what: string, schema: S): RowReader<z.output<S>> {
  // Strict: a schema that cannot be compiled would be read at half the speed, and nothing would say so.
  const compiled = z.compile(schema, { strict: true });
  return (raw, tell) => {
    const whole = compiled.safeParse(raw);
    if (whole.success) return whole.data;
    const { issues } = whole.error;
    const rest = compiled.safeParse(issues.reduce((row, { path }) => without(row, path), raw));
    // What is wrong with a field that the row needs, and not that it is missing once it is taken out.
    if (!rest.success) throw placed(neededOf(rest.error, issues), what);
    for (const issue of issues) tell?.(`${[what, ...issue.path].join('.')}: ${plainIssue(issue)}`);
    return rest.data;
  };
}

function neededOf({ issues }: z.ZodError, before: readonly z.core.$ZodIssue[]): z.ZodError {
  const toldOf = (issue: z.core.$ZodIssue) =>
    before.find(({ path }) => path.join('.') === issue.path.join('.')) ?? issue;
  return new z.ZodError(issues.map(toldOf));
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a row of which every field can be read; `null`: something is odd, and the schema tells what. As the schema itself, it is
 * compiled, for an object that is written down as a whole is made in half the time of one that gets field after field.
 */
function compileSoundRow(fields: readonly DeclaredField[]): (raw: unknown) => Row | null {
  const row = fields.map(({ name }, i) => `${JSON.stringify(name)}: f${i}`);
  const compile = new Function(
    ...fields.map((_, i) => `read${i}`),
    `return (raw) => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
      let v;
      ${fields.map(readingOf).join('\n')}
      return { ${row.join(', ')} };
    }`,
  );
  return compile(...fields.map(({ read }) => read));
}

/** In JavaScript, how one field is read. What is left out is what its reader makes of that, which is always the same. */
function readingOf({ name, asItIs, isRequired, read }: DeclaredField, i: number): string {
  const isNone = !isRequired && read(undefined) === null && read(null) === null;
  return `let f${i} = v = raw[${JSON.stringify(name)}];
    ${isNone ? `if (v === undefined || v === null) f${i} = null; else` : ''} if (!(${asItIs})) {
      f${i} = read${i}(v);
      if (f${i} === undefined${isRequired ? ` || f${i} === null` : ''}) return null;
    }`;
}

export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placed = ({ issues }: z.ZodError, what: string): z.ZodError =>
  new z.ZodError(issues.map((issue) => ({ ...issue, path: [what, ...issue.path] })));

/** A copy without the value at a path. */
function without(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== key);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]),
  );
}

/** RFC 3339 has years of four digits. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** What a backend has worked out of a job or a task. */
interface Fields {
  readonly status: JobStatus;
  readonly error: JobError | null;
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
}

/**
 * The fields of a row, and of its times those that GraphQL can print; else none, and that is told. What contradicts the status is
 * none, too. `what` names the row. Nearly all rows are sound, and come back as they are.
 */
export function soundFields<F extends Fields>(fields: F, what: string, tell: TellOddity): F {
  const { status, error, createdAt, startedAt, finishedAt } = fields;
  const [created, started, finished] = [createdAt ?? 0, startedAt ?? 0, finishedAt ?? 0];
  const isPrintable =
    Number.isInteger(created) &&
    Number.isInteger(started) &&
    Number.isInteger(finished) &&
    Math.min(created, started, finished) >= FIRST &&
    Math.max(created, started, finished) <= LAST;
  const fitsStatus = (error === null || !SOUND.has(status)) && (startedAt === null || !NOT_BEGUN.has(status));
  if (isPrintable && fitsStatus) return fields;
  return {
    ...fields,
    error: errorAs(status, error),
    createdAt: printableTime(createdAt, `${what}.createdAt`, tell),
    startedAt: startAs(status, printableTime(startedAt, `${what}.startedAt`, tell)),
    finishedAt: printableTime(finishedAt, `${what}.finishedAt`, tell),
  };
}

function printableTime(time: Instant | null, what: string, tell: TellOddity): Instant | null {
  if (time === null || (Number.isSafeInteger(time) && time >= FIRST && time <= LAST)) return time;
  tell(`${what}: not an instant between the years 0 and 9999`);
  return null;
}

/** Counts that GraphQL can print; what is none of them is told. */
export function printableProgress(progress: JobProgress, tell: TellOddity): JobProgress {
  const { total, succeeded, failed, running } = progress;
  if ([total, succeeded, failed, running].every(isCount)) return progress;
  tell('job.progress: not counts of 32 bits');
  return { total: count(total), succeeded: count(succeeded), failed: count(failed), running: count(running) };
}

const isCount = (value: number | null): boolean =>
  value === null || (Number.isInteger(value) && Math.abs(value) <= LARGEST_INT);

const count = (value: number | null): number | null => (isCount(value) ? value : null);

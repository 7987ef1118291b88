import { z } from 'zod';
import type {
  LeanRows,
  Listing,
  OriginFields,
  PagedJobs,
  Pushed,
} from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import { optionalField, optionalText, readText, requiredText } from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { holdsAll, rowReader, type TellOddity } from '../../datasource/wire/row-reader.ts';
import { possibleTime } from '../../datasource/wire/times.ts';
import { parseJson } from '../../model/exact-json.ts';
import type { Instant, JobError, Json } from '../../model/job.ts';
import type { Clock } from './clock.ts';

const pager = offsetPager({ offset: ['start'], limit: 'limit', firstRow: 0, maxPageSize: 1_000 });

/** How the jobs of a table are paged, counted and ordered by the column with their time. */
export const orderedBy = (column: string, clock: Clock) =>
  ({
    kind: 'paged',
    pager,
    counts: true,
    countQuery: [['replyWithCount', 'true']],
    order: (direction) => [['sort', `${direction === 'down' ? '-' : '+'}${column}`]],
    within: (window) => clock.within(column, window),
    tieOf: clock.tieOf,
  }) satisfies Partial<PagedJobs>;

/**
 * Rows without their dumps, which can have 64 KB each (docs/vendors/zstack.md#dumps): from the dump of what failed comes why.
 * `fields`: all others. `needs`: those of which others are made.
 */
export const withoutDumps = (fields: readonly string[], needs: z.ZodType): LeanRows => ({
  query: [['fields', fields.join(',')]],
  lacks: ['raw', 'error', 'statusMessage', 'details.request', 'details.result'],
  suffices: holdsAll(needs),
});

/** Ids in one condition: a URL stays well below the lengths that servers refuse. */
export const IDS_PER_REQUEST = 100;

/**
 * Values without the signs in which the parser of conditions looks for operators, and without its comma
 * (docs/vendors/zstack.md#conditions).
 */
export const isPlain = (value: string): boolean => /^[A-Za-z0-9_.-]{1,128}$/.test(value);

export const isIn = (field: string, values: readonly string[]): readonly [string, string] => [
  'q',
  `${field}?=${values.join(',')}`,
];

export function pushIn(field: string, values: readonly string[]): Pushed | null {
  const fits = values.length <= IDS_PER_REQUEST && values.every(isPlain);
  return fits ? { query: [isIn(field, values)], precision: 'exact' } : null;
}

const readNamed: Listing<OriginFields>['read'] = (raw, tell) => {
  const { uuid, name } = named(raw, tell);
  return { nativeId: uuid, name };
};

/** Names of what is listed under a path, by uuid. */
export const namesListing = (
  path: string,
  ids: readonly string[] | undefined,
  read: Listing<OriginFields>['read'] = readNamed,
): Listing<OriginFields> => ({
  path,
  query: [...(ids === undefined ? [] : [isIn('uuid', ids)]), ['sort', '+uuid']],
  pager,
  envelope: inventories,
  read,
});

export const optionalClockTime = (clock: Clock) => optionalField('a time in a known format', clock.read);

/** JSON text; JSON itself is as good. */
export const optionalDump = optionalField('a text', (value) => {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : readText(value);
});

/** What has a name, such as a scheduler job or a trigger (docs/vendors/zstack.md#discovery). */
export const named = rowReader('name', z.object({ uuid: requiredText, name: optionalText }));

/** `total` only where it was asked for (docs/vendors/zstack.md#answer). */
export const inventories: ListShape = { rows: 'inventories', total: 'total', beside: ['schema'] };

const dumpError = z.object({
  error: z.object({ code: optionalText, description: optionalText, details: optionalText }),
});

/** A dump is JSON text, perhaps cut off by its column; then it is only text (docs/vendors/zstack.md#dumps). */
export function readDump(text: string | null): Json {
  if (text === null) return null;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/**
 * The details of a job, and what its dumps say: they may be long, and most clients do not ask for them. So each is read when it is
 * asked for; most rows come without, and an object with a getter costs more than all else of its row.
 */
export function withDumps<const T extends { readonly __typename: string; request: Json; result: Json }>(
  details: T,
  { request, result }: { readonly request: string | null; readonly result: string | null },
): T {
  if (request !== null) Object.defineProperty(details, 'request', readLater(request));
  if (result !== null) Object.defineProperty(details, 'result', readLater(result));
  return details;
}

const readLater = (dump: string): PropertyDescriptor => ({ enumerable: true, get: () => readDump(dump) });

/** Why a run failed, as its result tells (docs/vendors/zstack.md#status). */
export function readDumpError(dump: Json): JobError | null {
  const parsed = dumpError.safeParse(dump);
  if (!parsed.success)
    return typeof dump === 'string' && dump !== '' ? { code: null, message: dump.slice(0, 500) } : null;
  const { code, description, details } = parsed.data.error;
  return { code, message: details ?? description };
}

/** A length that can be; below 0 the vendor says that there is none. */
export const lengthOf = (seconds: number | null): number | null =>
  seconds === null || seconds < 0 ? null : seconds;

/** `length`: in seconds, as the vendor gives it; `null`: it has not ended, or nobody can tell when. */
export function endOf(
  start: Instant | null,
  length: number | null,
  what: string,
  tell: TellOddity | undefined,
): Instant | null {
  if (start === null || length === null) return null;
  const end = possibleTime(start + length * 1_000);
  if (end === null) tell?.(`${what}: not a length of time that can be`);
  return end;
}

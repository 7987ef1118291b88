import { z } from 'zod';
import { optionalField, optionalText, readText, requiredText } from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader, type TellOddity } from '../../datasource/wire/row-reader.ts';
import { possibleTime } from '../../datasource/wire/times.ts';
import { parseJson } from '../../model/exact-json.ts';
import type { Instant, JobError, Json } from '../../model/job.ts';
import type { Clock } from './clock.ts';

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

import { z } from 'zod';
import {
  optionalField,
  optionalFlag,
  optionalNumber,
  optionalText,
  readText,
  requiredField,
  requiredText,
} from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { type RowReader, rowReader } from '../../datasource/wire/row-reader.ts';
import { possibleTime, readTime } from '../../datasource/wire/times.ts';
import { parseJson } from '../../model/exact-json.ts';
import type { Instant, Json } from '../../model/job.ts';
import type { Clock } from './clock.ts';

/**
 * A key that counts up: a number, printed with a fraction by some documents, or a text of digits
 * (docs/vendors/zstack.md#fields).
 */
const rowId = requiredField('a whole number', (value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  const text = readText(value);
  return text === null || text === undefined || /^\d{1,20}$/.test(text) ? text : undefined;
});

/** As the node prints it, or as other versions and what stands before them do. */
function readStart(value: unknown, clock: Clock): Instant | null | undefined {
  const printed = typeof value === 'string' ? clock.read(value) : null;
  return printed === null ? readTime(value, clock.ofWall) : possibleTime(printed);
}

/** JSON text; JSON itself is as good. */
const optionalDump = optionalField('a text', (value) => {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : readText(value);
});

/** One run of a scheduler job (docs/vendors/zstack.md#fields); keys whose value is null are absent. */
export const history = (clock: Clock): RowReader<HistoryRow> => rowReader('job', historyRow(clock));

const historyRow = (clock: Clock) =>
  z.object({
    id: rowId,
    triggerUuid: optionalText,
    schedulerJobUuid: optionalText,
    schedulerJobGroupUuid: optionalText,
    jobType: optionalText,
    fireInstanceId: optionalText,
    startTime: optionalField('a time in a known format', (value) => readStart(value, clock)),
    executeTime: optionalNumber,
    targetResourceUuid: optionalText,
    requestDump: optionalDump,
    resultDump: optionalDump,
    success: optionalFlag,
  });

export type HistoryRow = z.output<ReturnType<typeof historyRow>>;

/** A scheduler job or a trigger (docs/vendors/zstack.md#discovery). */
export const named = rowReader('scheduler job', z.object({ uuid: requiredText, name: optionalText }));

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

/** Why a run failed, as its result tells (docs/vendors/zstack.md#status). */
export function readDumpError(
  dump: Json,
): { readonly code: string | null; readonly message: string | null } | null {
  const parsed = dumpError.safeParse(dump);
  if (!parsed.success)
    return typeof dump === 'string' && dump !== '' ? { code: null, message: dump.slice(0, 500) } : null;
  const { code, description, details } = parsed.data.error;
  return { code, message: details ?? description };
}

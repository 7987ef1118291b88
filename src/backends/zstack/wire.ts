import { z } from 'zod';
import {
  optionalCount,
  optionalNumber,
  optionalText,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';
import type { Json } from '../../model/job.ts';
import type { Clock } from './clock.ts';

/**
 * A key that counts up: a number, printed with a fraction by some documents, or a text of digits
 * (docs/vendors/zstack.md#fields).
 */
const rowId = z.union([z.int().min(0).transform(String), z.string().regex(/^\d{1,20}$/)]);

/** One run of a scheduler job (docs/vendors/zstack.md#fields); keys whose value is null are absent. */
export const history = (clock: Clock) =>
  z.object({
    id: rowId,
    triggerUuid: optionalText,
    schedulerJobUuid: requiredText,
    schedulerJobGroupUuid: optionalText,
    jobType: optionalText,
    fireInstanceId: optionalText,
    startTime: z
      .string()
      .nullish()
      .transform((printed, context) => {
        if (printed === null || printed === undefined || printed === '') return null;
        const time = clock.read(printed);
        if (time === null)
          context.addIssue({ code: 'custom', message: 'not a time in the documented format' });
        return time;
      }),
    executeTime: optionalNumber,
    targetResourceUuid: optionalText,
    requestDump: optionalText,
    resultDump: optionalText,
    success: z.boolean().nullish(),
  });

export type HistoryRow = z.output<ReturnType<typeof history>>;

/** A scheduler job or a trigger (docs/vendors/zstack.md#discovery). */
export const named = z.object({ uuid: requiredText, name: optionalText });

/** `total` only where it was asked for (docs/vendors/zstack.md#answer). */
export const inventories = z
  .object({ inventories: rowList, total: optionalCount })
  .transform((body) => ({ rows: body.inventories, total: body.total }));

const dumpError = z.object({
  error: z.object({
    code: z.string().nullish(),
    description: z.string().nullish(),
    details: z.string().nullish(),
  }),
});

/** A dump is JSON text, perhaps cut off by its column; then it is only text (docs/vendors/zstack.md#dumps). */
export function readDump(text: string | null): Json {
  if (text === null) return null;
  try {
    return JSON.parse(text);
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
  return { code: code ?? null, message: details ?? description ?? null };
}

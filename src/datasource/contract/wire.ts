import { z } from 'zod';
import type { Instant } from '../../model/job.ts';

/**
 * How vendors write values. A key that is absent and one that is null say the same, unless a value cannot do without; a
 * value of another kind makes the row unreadable.
 */

/** A text or nothing; the empty text is nothing. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const requiredText = z.string().min(1);

/** A whole number of 32 bits, which is all that GraphQL's `Int` can carry; `900.0` is one too. */
export const optionalCount = z
  .int32()
  .nullish()
  .transform((value) => value ?? null);

export const optionalNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

/** The rows of a list, not looked at yet; `null` is how some servers print a list without any. Absent, it is another answer. */
export const rowList = z
  .array(z.unknown())
  .nullable()
  .transform((rows) => rows ?? []);

/** ISO 8601, e.g. `2022-03-07T10:40:43.858Z`; without a zone it is meant as UTC. Digits beyond milliseconds are cut. */
export const isoTime = z.string().transform((text, context) => readIso(text) ?? fault(context));

/** Milliseconds since 1970, as a number or as a text of digits. */
export const epochTime = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0).max(8.64e15));

/** A time that may be absent, null or empty. */
export const optionalTime = (time: z.ZodType<Instant>) =>
  z
    .union([time, z.literal(''), z.null()])
    .optional()
    .transform((value) => (typeof value === 'number' ? value : null));

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

function readIso(text: string): Instant | null {
  const [, date, time, fraction = '', zone] = ISO.exec(text.trim()) ?? [];
  if (date === undefined) return null;
  const instant = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone ?? 'Z'}`);
  return Number.isNaN(instant) || !isOnCalendar(date) ? null : instant;
}

/** JavaScript reads February 30 as a day in March. */
function isOnCalendar(date: string): boolean {
  const day = Number(date.slice(8));
  return day <= 28 || new Date(`${date}T00:00:00Z`).getUTCDate() === day;
}

function fault(context: z.RefinementCtx): typeof z.NEVER {
  context.addIssue({ code: 'custom', message: 'not a time in the documented format' });
  return z.NEVER;
}

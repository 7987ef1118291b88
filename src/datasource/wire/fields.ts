import { z } from 'zod';
import { isExactNumber, plainDigits } from '../../model/exact-json.ts';

/** Reads one value as a vendor wrote it: `null` for none, `undefined` for what cannot be read. */
export type ValueReader<T> = (value: unknown) => T | null | undefined;

// The readers do all the work, for `z.compile` turns a transform of anything into one plain call.
const anything = z.unknown().optional();

function fail(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** How a field is read, for rows that are read without their schema. */
interface FieldReader {
  readonly read: ValueReader<unknown>;
  readonly isRequired: boolean;
}

const readers = new WeakMap<z.ZodType, FieldReader>();

function declared<S extends z.ZodType>(schema: S, reader: FieldReader): S {
  readers.set(schema, reader);
  return schema;
}

/** A field that a row can do without. `expected` ends the sentence "it is not …". */
export const optionalField = <T>(expected: string, read: ValueReader<T>) =>
  declared(
    anything.transform((value, context): T | null => {
      const found = read(value);
      return found === undefined ? fail(context, `not ${expected}`) : found;
    }),
    { read, isRequired: false },
  );

/** A field without which a row is nothing. */
export const requiredField = <T>(expected: string, read: ValueReader<T>) =>
  declared(
    anything.transform((value, context): T => {
      const found = read(value);
      if (found === undefined) return fail(context, `not ${expected}`);
      return found ?? fail(context, 'is missing');
    }),
    { read, isRequired: true },
  );

export interface DeclaredField extends FieldReader {
  readonly name: string;
  /** Of what the reader gives as it is, as an expression of JavaScript over `v`: so come nearly all fields of every row. */
  readonly asItIs: string;
}

/** The fields of a plain object of fields; `null`: the schema says more than that. */
export function declaredFields(schema: z.ZodType): readonly DeclaredField[] | null {
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return null;
  if ((schema.def.checks ?? []).length > 0) return null;
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const reader = readers.get(field);
    return reader && { name, asItIs: AS_IT_IS.get(reader.read) ?? 'false', ...reader };
  });
  return fields.every((field) => field !== undefined) ? fields : null;
}

/** A text; the empty text is none. A number or a boolean is the text that it is written with. */
export function readText(value: unknown): string | null | undefined {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value === null || value === undefined) return null;
  if (isExactNumber(value)) return plainDigits(value.rawJSON);
  const isPlain = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return isPlain ? String(value) : undefined;
}

export const optionalText = optionalField('a text', readText);

/** An id, or another text that tells a row from its neighbours. */
export const requiredText = requiredField('a text', readText);

/** What is written for "no value" where a number or a time should stand: by people, or by what turns a null into text. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '(null)',
  '<nil>',
  'invalid date',
  'n/a',
  'nan',
  'nat',
  'nil',
  'none',
  'null',
  'undefined',
]);

export const isPlaceholder = (text: string): boolean => PLACEHOLDERS.has(text.trim().toLowerCase());

/** Decimal digits, also as `1.5E3`. */
const DIGITS = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number, or a text of its digits. */
export function readNumber(value: unknown): number | null | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return isPlaceholder(value) ? null : fromDigits(value.trim());
  if (isExactNumber(value)) return Number(value.rawJSON);
  return value === null || value === undefined ? null : undefined;
}

const fromDigits = (text: string): number | undefined =>
  DIGITS.test(text) ? (readNumber(Number(text)) ?? undefined) : undefined;

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** A whole number from 0 on, `900.0` too. Below 0 it is how some vendors write that they do not count. */
export function readCount(value: unknown): number | null | undefined {
  const number = readNumber(value);
  if (number === null || number === undefined) return number;
  if (number < 0) return null;
  return Number.isInteger(number) && number <= LARGEST_INT ? number : undefined;
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
]);

/** A yes or no, as JSON or another language writes it. */
export function readFlag(value: unknown): boolean | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value).trim().toLowerCase();
  return isPlaceholder(word) ? null : FLAGS.get(word);
}

/** By reader: what comes as most vendors write it needs no reading. */
const AS_IT_IS: ReadonlyMap<ValueReader<unknown>, string> = new Map<ValueReader<unknown>, string>([
  [readText, "typeof v === 'string' && v !== ''"],
  // Less itself any number is 0, but for infinite ones.
  [readNumber, "typeof v === 'number' && v - v === 0"],
  [readCount, `Number.isInteger(v) && v >= 0 && v <= ${LARGEST_INT}`],
  [readFlag, "typeof v === 'boolean'"],
]);

export const optionalNumber = optionalField('a number', readNumber);
export const optionalCount = optionalField('a count', readCount);
export const optionalFlag = optionalField('true or false', readFlag);

import { isExactNumber } from '../../model/exact-json.ts';
import { optionalField } from './field.ts';
import { isPlaceholder } from './placeholders.ts';

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
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

/** A yes or no, as JSON or another language writes it. */
export function readFlag(value: unknown): boolean | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value).trim().toLowerCase();
  return isPlaceholder(word) ? null : FLAGS.get(word);
}

export const optionalNumber = optionalField('a number', readNumber);
export const optionalCount = optionalField('a count', readCount);
export const optionalFlag = optionalField('true or false', readFlag);

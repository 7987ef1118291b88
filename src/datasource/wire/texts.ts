import { isExactNumber } from '../../model/exact-json.ts';
import { optionalField, requiredField } from './field.ts';

/** A text; the empty text is none. A number or a boolean is the text that it is written with. */
export function readText(value: unknown): string | null | undefined {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value === null || value === undefined) return null;
  if (isExactNumber(value)) return value.rawJSON;
  const isPlain = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return isPlain ? String(value) : undefined;
}

export const optionalText = optionalField('a text', readText);

/** An id, or another text that tells a row from its neighbours. */
export const requiredText = requiredField('a text', readText);

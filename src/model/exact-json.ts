import type { Json } from './job.ts';

/** A number that a double would change, kept as its digits; `JSON.stringify` writes these digits again. */
export type ExactNumber = {
  readonly rawJSON: string;
};

// ECMAScript's JSON.parse source text access, which TypeScript does not know yet.
declare global {
  interface JSON {
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): Json;
  }
}

/** A number of so many digits that a double may not hold it. Most texts have none, and need no reviver. */
const LONG = 16;
const LONG_NUMBER = /(?:^|[:,[\s])-?(?:\d{16}|\d\.\d{16})/;

/** So many digits in a row cover one of the places that are looked at: most of a text need not be. */
function hasLongRun(text: string): boolean {
  // `(code ^ 0x30) < 10` is true of digits alone.
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if ((text.charCodeAt(at) ^ 0x30) >= 10) continue;
    let [from, to] = [at, at + 1];
    while ((text.charCodeAt(from - 1) ^ 0x30) < 10) from -= 1;
    while ((text.charCodeAt(to) ^ 0x30) < 10) to += 1;
    if (to - from >= LONG) return true;
  }
  return false;
}

const INTEGER = /^-?\d+$/;

/** As some writers print large integers: `6.53247040368672769E17`. */
const SCIENTIFIC = /^(-?\d)\.(\d+)[eE]\+?(\d{1,2})$/;

/** Parses JSON so that no integer is changed: one that a double cannot hold is an `ExactNumber`. Throws `SyntaxError`. */
export const parseJson = (text: string): Json =>
  hasLongRun(text) && LONG_NUMBER.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);

export const isExactNumber = (value: unknown): value is ExactNumber => JSON.isRawJSON(value);

function keepExact(_key: string, value: unknown, { source = '' }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return INTEGER.test(source) || plainDigits(source) !== source ? JSON.rawJSON(source) : value;
}

/** An integer without exponent; any other number as it is written. */
export function plainDigits(source: string): string {
  const [, first = '', rest = '', exponent] = SCIENTIFIC.exec(source) ?? [];
  const digits = Number(exponent ?? 0);
  return rest.length > 0 && rest.length <= digits ? first + rest.padEnd(digits, '0') : source;
}

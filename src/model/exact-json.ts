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
const HAS_LONG_NUMBER = /(?:^|[:,[\s])-?\d{16}/;

const INTEGER = /^-?\d+$/;

/** Parses JSON so that no integer is changed: one that a double cannot hold is an `ExactNumber`. Throws `SyntaxError`. */
export const parseJson = (text: string): Json =>
  HAS_LONG_NUMBER.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);

export const isExactNumber = (value: unknown): value is ExactNumber => JSON.isRawJSON(value);

function keepExact(_key: string, value: unknown, { source = '' }: { readonly source?: string }): unknown {
  const isChanged = typeof value === 'number' && !Number.isSafeInteger(value) && INTEGER.test(source);
  return isChanged ? JSON.rawJSON(source) : value;
}

/** Ways to write a value that JSON allows, and that a vendor's manual does not rule out. */
export interface OddPrint {
  /** Keys of objects from the last to the first. */
  readonly isReversed?: boolean;
  /** Whole numbers under these keys as `12.0`. */
  readonly asFloats?: readonly string[];
}

/** A JSON text with blanks and line breaks, as `print` says. */
export function printOdd(value: unknown, print: OddPrint): string {
  return JSON.stringify(oddly(value, '', print), null, 1);
}

function oddly(value: unknown, key: string, print: OddPrint): unknown {
  if (Array.isArray(value)) return value.map((one) => oddly(one, key, print));
  if (typeof value === 'number' && Number.isInteger(value) && print.asFloats?.includes(key))
    return JSON.rawJSON(`${value}.0`);
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, oddly(inner, name, print)] as const);
  return Object.fromEntries(print.isReversed === true ? entries.reverse() : entries);
}

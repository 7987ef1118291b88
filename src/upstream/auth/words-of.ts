const SHORTEST = 8;

/**
 * What of a header's value is secret: the whole, and each part of it that is long enough to be one. A scheme's name and its
 * credential stand in one header, and vendors repeat the credential alone.
 */
export const wordsOf = (value: string): readonly string[] =>
  [...new Set([value, ...value.split(/[\s,=]+/)])].filter((part) => part.length >= SHORTEST);

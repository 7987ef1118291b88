/** Texts of results that have been written already, so that none is written twice. */
const texts = new WeakMap<object, string>();

/** A result as JSON. */
export function textOf(result: object): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = JSON.stringify(result);
  texts.set(result, text);
  return text;
}

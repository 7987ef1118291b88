/**
 * Parses each object once, however many share it: the answer that a crowd waited for, or one that is kept. What `parse`
 * gives is shared too, and must not be changed by anybody.
 */
export function parseOnce<T>(parse: (value: unknown) => T): (value: unknown) => T {
  const known = new WeakMap<object, { readonly parsed: T }>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return parse(value);
    const found = known.get(value);
    if (found !== undefined) return found.parsed;
    const parsed = parse(value);
    known.set(value, { parsed });
    return parsed;
  };
}

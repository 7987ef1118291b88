/** Milliseconds since 1970, `null` for what is no HTTP date. All forms name the day; `Date.parse` alone takes `0` for one. */
export function parseHttpDate(value: string): number | null {
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value.slice(0, 64)) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

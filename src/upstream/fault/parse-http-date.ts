/** The C library's form, the one that names no zone: `Sun Nov  6 08:49:37 1994` is in GMT as all are. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Milliseconds since 1970, `null` for what is no HTTP date. All forms name the day; `Date.parse` alone takes `0` for one. */
export function parseHttpDate(value: string): number | null {
  const text = ASCTIME.test(value) ? `${value} GMT` : value.slice(0, 64);
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

import { parseHttpDate } from './parse-http-date.ts';

/** `Retry-After` in milliseconds from `now`, whether it is given as seconds or as a date; `null` where it is neither. */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  now: number = Date.now(),
): number | null {
  const value = headers['retry-after']?.trim().slice(0, 64);
  if (value === undefined || value === '') return null;
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(value);
  return at === null ? null : Math.max(0, at - now);
}

import { parseHttpDate } from '../fault/parse-http-date.ts';

export interface CacheDefaults {
  readonly cacheSeconds: number;
  readonly shareSeconds: number;
  readonly staleWhileRevalidateSeconds: number;
  readonly staleIfErrorSeconds: number;
}

/** For how long an answer may be used, in milliseconds from its arrival (`freshMs`) and from then on (the others). */
export interface Freshness {
  readonly freshMs: number;
  readonly whileRevalidateMs: number;
  readonly ifErrorMs: number;
}

type Headers = Readonly<Record<string, string>>;

/**
 * What RFC 9111 and RFC 5861 allow a private cache to do with a 200; `null`: not to be stored. The vendor's directives go
 * before our defaults. `isShared`: several requests waited for the answer. `Vary` other than `*` needs no care: a key holds all that our requests differ in.
 */
export function freshness(
  headers: Headers,
  isShared: boolean,
  defaults: CacheDefaults,
  now: number,
): Freshness | null {
  const directives = readDirectives(headers['cache-control'] ?? '');
  if (directives.has('no-store') || headers['vary']?.trim() === '*') return null;
  const noStale = directives.has('must-revalidate') || directives.has('no-cache');
  const stale = (name: string, seconds: number) =>
    noStale ? 0 : (secondsOf(directives, name) ?? seconds) * 1_000;
  return {
    freshMs: freshMs(directives, headers, now) ?? defaultMs(isShared, defaults),
    whileRevalidateMs: stale('stale-while-revalidate', defaults.staleWhileRevalidateSeconds),
    ifErrorMs: stale('stale-if-error', defaults.staleIfErrorSeconds),
  };
}

/** Milliseconds; `null`: the headers do not say. */
function freshMs(directives: ReadonlyMap<string, string>, headers: Headers, now: number): number | null {
  if (directives.has('no-cache')) return 0;
  const maxAge = secondsOf(directives, 'max-age');
  const age = Number.parseInt(headers['age'] ?? '0', 10) || 0;
  if (maxAge !== null) return Math.max(0, maxAge - age) * 1_000;
  if (headers['expires'] === undefined) return null;
  // By the vendor's own clock where it tells it; an unreadable date means: stale already (RFC 9111 §5.3).
  const date = parseHttpDate(headers['date'] ?? '') ?? now;
  const until = parseHttpDate(headers['expires']);
  return until === null ? 0 : Math.max(0, until - date);
}

const defaultMs = (isShared: boolean, { cacheSeconds, shareSeconds }: CacheDefaults): number =>
  1_000 * (isShared ? Math.max(cacheSeconds, shareSeconds) : cacheSeconds);

function readDirectives(cacheControl: string): ReadonlyMap<string, string> {
  const parts = cacheControl.toLowerCase().split(',');
  return new Map(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim(), value.trim().replaceAll('"', '')];
    }),
  );
}

function secondsOf(directives: ReadonlyMap<string, string>, name: string): number | null {
  const value = directives.get(name);
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : null;
}

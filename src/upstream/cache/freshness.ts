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
type Directives = ReadonlyMap<string, string>;

/** Anything longer counts as this: 68 years (RFC 9111 §1.2.2). */
const LONGEST_SECONDS = 2 ** 31;

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
  const directives = readDirectives(headers);
  const { vary } = headers;
  if (directives.has('no-store') || (vary !== undefined && members(vary).includes('*'))) return null;
  const noStale = directives.has('must-revalidate') || directives.has('no-cache');
  const stale = (name: string, seconds: number) =>
    noStale ? 0 : (secondsIn(directives.get(name)) ?? seconds) * 1_000;
  return {
    freshMs: freshMs(directives, headers, now) ?? defaultMs(isShared, defaults),
    whileRevalidateMs: stale('stale-while-revalidate', defaults.staleWhileRevalidateSeconds),
    ifErrorMs: stale('stale-if-error', defaults.staleIfErrorSeconds),
  };
}

/**
 * Milliseconds from now; `null`: the headers do not say. By what the vendor says of the answer's age alone: to compare its
 * clock with ours as well (RFC 9111 §4.2.3) would take every answer of a vendor whose clock is slow for an old one.
 */
function freshMs(directives: Directives, headers: Headers, now: number): number | null {
  if (directives.has('no-cache')) return 0;
  const lifetimeMs = directives.has('max-age')
    ? 1_000 * (secondsIn(directives.get('max-age')) ?? 0)
    : expiresMs(headers, now);
  if (lifetimeMs === null) return null;
  const ageMs = 1_000 * (secondsIn(members(headers['age'])[0]) ?? 0);
  return Math.max(0, lifetimeMs - ageMs);
}

/** By the vendor's own clock where it tells it; an unreadable date means: stale already (RFC 9111 §5.3). */
function expiresMs({ expires, date = '' }: Headers, now: number): number | null {
  if (expires === undefined) return null;
  const until = parseHttpDate(expires);
  return until === null ? 0 : until - (parseHttpDate(date) ?? now);
}

/** By our defaults alone, of an answer whose headers say nothing. */
export const untold = (isShared: boolean, defaults: CacheDefaults): Freshness => ({
  freshMs: defaultMs(isShared, defaults),
  whileRevalidateMs: 1_000 * defaults.staleWhileRevalidateSeconds,
  ifErrorMs: 1_000 * defaults.staleIfErrorSeconds,
});

const defaultMs = (isShared: boolean, { cacheSeconds, shareSeconds }: CacheDefaults): number =>
  1_000 * (isShared ? Math.max(cacheSeconds, shareSeconds) : cacheSeconds);

const NO_DIRECTIVES: Directives = new Map();

/** Of a directive that comes twice the first counts (RFC 9111 §4.2.1). `Pragma` is what servers say who mean old caches. */
function readDirectives({ 'cache-control': cacheControl, pragma }: Headers): Directives {
  const told = cacheControl ?? pragma;
  if (told === undefined) return NO_DIRECTIVES;
  const pairs = members(told).map((member): [string, string] => {
    const [name = '', value = ''] = member.toLowerCase().split('=');
    return [name.trim(), value.trim().replaceAll('"', '')];
  });
  return new Map(pairs.reverse());
}

const members = (list = ''): string[] => list.split(',').map((member) => member.trim());

/** `null`: it is no number of seconds. */
const secondsIn = (value = ''): number | null =>
  /^\d+$/.test(value) ? Math.min(Number(value), LONGEST_SECONDS) : null;

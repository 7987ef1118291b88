import type { Instant } from '../../model/job.ts';
import { isPlaceholder, optionalField, readNumber } from './fields.ts';
import { partsInIso, textInIso } from './other-times.ts';

/** What a clock shows, in milliseconds as if it showed UTC. */
export type WallTime = number;

export type ZoneOf = (wall: WallTime) => Instant;

/**
 * The day and the minute may be all; seconds, any fraction of them, an offset, and after it the name of a zone may follow. The
 * signs between the digits may be missing: ISO 8601 has a basic format.
 */
const ISO =
  /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?(?::00)?)(?: [A-Z]{1,5}|\[[\w/+-]{1,40}\])?)?(?: m=[+-][\d.]{1,40})?$/i;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Zeros of clocks (of Go, Java, .NET, SQL, Unix, in any zone) stand before this, and ends of time from the other on. */
const FIRST_TIME = DAY;
const LAST_TIME = Date.UTC(9999, 11, 31) - DAY;

/**
 * A time as vendors write it: ISO 8601 and what is like it, or seconds or milliseconds since 1970 as a number or a text.
 * Digits beyond milliseconds are cut. `zone`: of a time that names none. A time at which no job can have been is none.
 */
export function readTime(value: unknown, zone: ZoneOf = utc): Instant | null | undefined {
  if (typeof value === 'string') {
    const usual = usualTime(value);
    if (!Number.isNaN(usual)) return possibleTime(value.endsWith('Z') ? usual : zone(usual));
    const wall = ISO.exec(value.trim()) ?? ISO.exec(textInIso(value.trim()));
    if (wall !== null) return readIso(wall, zone);
    if (isPlaceholder(value)) return null;
  }
  if (Array.isArray(value)) {
    const wall = ISO.exec(partsInIso(value));
    return wall === null ? undefined : readIso(wall, zone);
  }
  const number = readNumber(value);
  return number === null || number === undefined ? number : readEpoch(number);
}

export const optionalTime = optionalField('a time in a known format', (value) => readTime(value));

/** The same instant, `null` where it is a zero or an end of time. */
export const possibleTime = (time: Instant): Instant | null =>
  time >= FIRST_TIME && time < LAST_TIME ? time : null;

const utc: ZoneOf = (wall) => wall;

/**
 * What a clock shows in the form that most vendors write, `2024-09-04T12:30:15.250Z`, or with a blank for the `T`, or without
 * the fraction or the `Z`: in milliseconds as if it were UTC, read by its places, several times as fast as by a pattern.
 * `NaN`: another form, or no such time.
 */
function usualTime(text: string): number {
  const end = text.length - (text.endsWith('Z') ? 1 : 0);
  const hasMs = end === 23 && text.charAt(19) === '.';
  if ((end !== 19 && !hasMs) || !hasSigns(text)) return Number.NaN;
  const year = 100 * pairAt(text, 0) + pairAt(text, 2);
  const month = pairAt(text, 5);
  const day = pairAt(text, 8);
  const hour = pairAt(text, 11);
  const minute = pairAt(text, 14);
  const second = pairAt(text, 17);
  // Whatever needs a second look is left to the pattern.
  if (!(year >= 1970) || !isOnCalendar(year, month, day) || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  const ms = hasMs ? 10 * pairAt(text, 20) + (pairAt(text, 21) % 10) : 0;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

function hasSigns(text: string): boolean {
  const between = text.charAt(10);
  const isDate = text.charAt(4) === '-' && text.charAt(7) === '-';
  return isDate && (between === 'T' || between === ' ') && text.charAt(13) === ':' && text.charAt(16) === ':';
}

/** The number of two digits; `NaN`: one of them is none. */
function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) ^ ZERO;
  const ones = text.charCodeAt(at + 1) ^ ZERO;
  return tens > 9 || ones > 9 ? Number.NaN : 10 * tens + ones;
}

const ZERO = 0x30;

function readIso(parts: RegExpExecArray, zone: ZoneOf): Instant | null | undefined {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)];
  // Before 1970 nothing is looked at more closely: some zeros are on no calendar.
  if (year < 1970) return null;
  if (
    hour > 24 ||
    (hour === 24 && minute + second > 0) ||
    minute > 59 ||
    second > 60 ||
    !isOnCalendar(year, month, day)
  )
    return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(parts[7]));
  const offset = offsetOf(parts[8]);
  return offset === undefined ? undefined : possibleTime(offset === null ? zone(wall) : wall - offset);
}

const milliseconds = (fraction = '0'): number =>
  Number(fraction.length === 3 ? fraction : fraction.slice(0, 3).padEnd(3, '0'));

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `month` and `day` from 1. */
export function isOnCalendar(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  return day >= 1 && day <= days;
}

/** `null`: no offset is written; `undefined`: one that cannot be. */
function offsetOf(zone: string | undefined): number | null | undefined {
  if (zone === undefined) return null;
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?(?::00)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/** From the year 9999 on, in seconds: an end of time. As milliseconds they would be days of 1978, when there were no such jobs. */
const LAST_SECONDS = [253_370_764_800, 253_402_300_800] as const;

const FROM_2004 = 1.1e12;
const TO_2103 = 4.2e12;
/** How many microseconds and nanoseconds a millisecond has. Of those only times of our own age are taken. */
const FINER = [1e3, 1e6];

/** From 1973 to 2286 seconds have 9 or 10 digits and milliseconds 12 or 13, so that neither is taken for the other. */
function readEpoch(number: number): Instant | null | undefined {
  if (number <= 0 || (number >= LAST_SECONDS[0] && number <= LAST_SECONDS[1])) return null;
  if (number >= 1e8 && number < 1e10) return Math.round(number * SECOND);
  if (number >= 1e11 && number < 1e13) return Math.trunc(number);
  const unit = FINER.find((one) => number > FROM_2004 * one && number < TO_2103 * one);
  return unit === undefined ? undefined : Math.trunc(number / unit);
}

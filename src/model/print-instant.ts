const DAY_MS = 86_400_000;

/** The last that a `Date` can hold is the first moment of a day. */
const LAST_INSTANT = 8.64e15;

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** Times of one page lie on few days: the last one is kept, as `2026-11-20T`. */
let lastDay = Number.NaN;
let lastDate = '';

/**
 * An instant as `Date.prototype.toISOString` prints it, at a fifth of its cost: an answer of 100 jobs has 300 of them.
 * Throws `RangeError` for what no `Date` can hold.
 */
export function printInstant(instant: number): string {
  const day = Math.floor(instant / DAY_MS);
  if (day !== lastDay || !Number.isInteger(instant) || instant > LAST_INSTANT) return printDay(instant, day);
  const ms = instant - day * DAY_MS;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const [hour, minute, second] = [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const fraction = ms % 1_000;
  const tenths = Math.floor(fraction / 10);
  return `${lastDate}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}.${TWO_DIGITS[tenths]}${fraction % 10}Z`;
}

function printDay(instant: number, day: number): string {
  const text = new Date(instant).toISOString();
  lastDay = day;
  lastDate = text.slice(0, -'HH:MM:SS.mmmZ'.length);
  return text;
}

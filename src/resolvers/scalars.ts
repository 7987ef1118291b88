import { GraphQLScalarType, Kind, print, type ValueNode, valueFromASTUntyped } from 'graphql';
import { type Duration, readDuration } from '../model/duration.ts';
import type { FineInstant } from '../model/fine-instant.ts';
import { badUserInput, shortened } from './errors.ts';

/** RFC 3339 with an offset: without one the text would mean another instant in every zone. */
const RFC_3339 =
  /^\d{4}-\d{2}-\d{2}[Tt ]([01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,3}(?<finer>\d{0,6}))?([Zz]|[+-]\d{2}:\d{2})$/;

/** `null`: not such a text. */
function readInstant(value: unknown): FineInstant | null {
  const found = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (found === null) return null;
  const [text] = found;
  const instant = Date.parse(text.replace(' ', 'T').toUpperCase());
  if (Number.isNaN(instant) || !isOnCalendar(text)) return null;
  return { instant, isLater: /[1-9]/.test(found.groups?.['finer'] ?? '') };
}

/** JavaScript reads February 31 as a day in March. */
function isOnCalendar(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  if (day <= 28) return true;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const WANTED = 'a DateTime is RFC 3339 text with an offset, such as "2026-11-20T06:53:57Z"';

/** A date alone begins at another instant in every zone; what it may have meant is told. */
function wantedInsteadOf(value: unknown): string {
  const [date] = (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.exec(value)) || [];
  const midnight = `${date}T00:00:00Z`;
  return date === undefined || readInstant(midnight) === null
    ? `${WANTED}.`
    : `${WANTED}; a date alone names no time zone: its midnight in UTC is "${midnight}".`;
}

/** The library tells which variable it is, and where in it. */
function readValue(value: unknown): FineInstant {
  const instant = readInstant(value);
  if (instant === null) throw badUserInput(wantedInsteadOf(value));
  return instant;
}

function readLiteral(node: ValueNode): FineInstant {
  const value = node.kind === Kind.STRING ? node.value : null;
  const instant = readInstant(value);
  if (instant === null)
    throw badUserInput(`${shortened(print(node))} cannot be read: ${wantedInsteadOf(value)}`, node);
  return instant;
}

export const DateTime = new GraphQLScalarType<FineInstant, string>({
  name: 'DateTime',
  serialize: printInstant,
  parseValue: readValue,
  parseLiteral: readLiteral,
});

const DURATION_WANTED = 'a Duration is ISO 8601 text and more than nothing, such as "PT24H" or "P7D"';

export const DurationScalar = new GraphQLScalarType<Duration, string>({
  name: 'Duration',
  serialize: String,
  parseValue: (value) => {
    const duration = readDuration(value);
    if (duration === null) throw badUserInput(`${DURATION_WANTED}.`);
    return duration;
  },
  parseLiteral: (node) => {
    const duration = readDuration(node.kind === Kind.STRING ? node.value : null);
    if (duration === null)
      throw badUserInput(`${shortened(print(node))} cannot be read: ${DURATION_WANTED}.`, node);
    return duration;
  },
});

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

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
export function printInstant(value: unknown): string {
  const instant = Number(value);
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

import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import type { Instant } from '../model/job.ts';
import { badUserInput } from './bad-user-input.ts';

/** RFC 3339 with an offset: without one the text would mean another instant in every zone. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

function readInstant(value: unknown): Instant {
  const isText = typeof value === 'string' && RFC_3339.test(value);
  const instant = isText ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN;
  if (!isText || Number.isNaN(instant) || !isOnCalendar(value)) throw badDateTime();
  return instant;
}

/** JavaScript reads February 31 as a day in March. */
function isOnCalendar(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const badDateTime = () =>
  badUserInput('A DateTime is due: RFC 3339 text with an offset, such as "2026-11-20T06:53:57Z".');

export const DateTime = new GraphQLScalarType<Instant, string>({
  name: 'DateTime',
  serialize: (instant) => new Date(Number(instant)).toISOString(),
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : null),
});

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

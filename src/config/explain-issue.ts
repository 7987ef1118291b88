import { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import { quoteName } from './quote-name.ts';

type Issue = z.core.$ZodRawIssue;
type Limit = Extract<Issue, { code: 'too_small' | 'too_big' }>;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

/**
 * zod's issues in plain words, never with the value itself: what follows the name of a key, as in "must be text, not a
 * number"; for unknown keys one full line each. Messages that a schema gives itself take precedence.
 * `alsoAllowed` are keys of the outermost map that its schema does not know.
 */
export function explainIssue(issue: Issue, root: unknown, alsoAllowed: readonly string[]): string {
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.input, issue.expected, issue.schema, issue.path ?? []);
    case 'invalid_value':
      return explainChoice(issue.input, issue.values);
    case 'too_small':
    case 'too_big':
      return explainLimit(issue);
    case 'unrecognized_keys':
      return explainKeys(issue, issue.input === root ? alsoAllowed : []);
    case 'invalid_union':
      return explainDiscriminator(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.pattern === undefined ? `must be a valid ${issue.format}` : `must match ${issue.pattern}`;
    default:
      return 'is not valid';
  }
}

/** An unknown key, what it may stand for, and what would be allowed. */
export function unknownKey(key: string, allowed: readonly string[]): string {
  const guess = didYouMean(key, allowed);
  const hint = guess === null ? '' : `; did you mean ${quoteName(guess)}?`;
  return `unknown key ${quoteName(key)}${hint === '' ? ';' : hint} allowed here: ${allowed.join(', ')}`;
}

function explainType(
  input: unknown,
  expected: string,
  schema: unknown,
  path: readonly PropertyKey[],
): string {
  const kind = KINDS[expected] ?? expected;
  if (input === undefined) return `is missing; give ${describe(schema) ?? kind}`;
  if (input === null) return `is empty; give ${describe(schema) ?? kind}`;
  if (expected === 'int' && typeof input === 'number') return 'must be a whole number';
  return `must be ${kind}, not ${kindOf(input)}${inUnits(input, path) ?? (quoting(input, expected) || shapeHint(schema, expected))}`;
}

/** What a list or a map should look like. */
function shapeHint(schema: unknown, expected: string): string {
  const shape = expected === 'array' || expected === 'object' ? describe(schema) : undefined;
  return shape === undefined ? '' : `; give ${shape}`;
}

/** Milliseconds of the units that people write, each with its other spellings. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
];

/** `8s` or `2 minutes` where the name of the key tells the unit; `null`: it is no such text. */
function inUnits(input: unknown, path: readonly PropertyKey[]): string | null {
  const [, amount, unit = ''] =
    /^(\d+(?:\.\d+)?) ?([a-z]{1,12})$/.exec(String(input).trim().toLowerCase()) ?? [];
  const [, name] = /(Ms|Seconds)$/.exec(String(path.at(-1))) ?? [];
  const scale = UNITS.find(([spelling]) => spelling.test(unit))?.[1];
  if (amount === undefined || name === undefined || scale === undefined) return null;
  const ms = Math.round(Number(amount) * scale);
  return name === 'Ms' ? `; write ${ms}, in milliseconds` : `; write ${ms / 1_000}, in seconds`;
}

const describe = (schema: unknown): string | undefined =>
  schema instanceof z.ZodType ? schema.description : undefined;

function kindOf(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (Number.isNaN(input)) return 'NaN';
  return KINDS[typeof input] ?? typeof input;
}

function quoting(input: unknown, expected: string): string {
  if (expected === 'string') return typeof input === 'object' ? '' : '; put it in quotes';
  return expected !== 'boolean' && typeof input === 'string' && /^-?\d+$/.test(input)
    ? '; a number stands without quotes'
    : '';
}

function explainChoice(input: unknown, values: readonly unknown[]): string {
  const names = values.map(String);
  const choice = names.length === 1 ? `${names[0]}` : `one of ${names.join(', ')}`;
  if (input === undefined) return `is missing; give ${choice}`;
  const guess = typeof input === 'string' ? didYouMean(input, names) : null;
  return `must be ${choice}${guess === null || names.length === 1 ? '' : `; did you mean ${guess}?`}`;
}

const explainDiscriminator = (issue: Extract<Issue, { code: 'invalid_union' }>): string => {
  if (issue.discriminator === undefined || !('options' in issue)) return 'is not valid';
  const map = z.record(z.string(), z.unknown()).safeParse(issue.input).data ?? {};
  return explainChoice(map[issue.discriminator], Array.isArray(issue.options) ? issue.options : []);
};

function explainLimit(issue: Limit): string {
  const [bound, limit] =
    issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  if (issue.input === '') return `is empty; give ${describe(issue.schema) ?? 'text'}`;
  if (issue.origin === 'string')
    return `must have ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (issue.origin === 'array' || issue.origin === 'set')
    return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `must be ${issue.inclusive === false ? (bound === 'at least' ? 'more than' : 'less than') : bound} ${limit}`;
}

function explainKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  alsoAllowed: readonly string[],
): string {
  const own = issue.schema instanceof z.ZodObject ? Object.keys(issue.schema.shape) : [];
  return issue.keys.map((key) => unknownKey(key, [...alsoAllowed, ...own])).join('\n');
}

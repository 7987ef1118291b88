import type { JobFilter as FilterInput } from '../generated/resolvers.ts';
import type { Sources } from '../loaders/create-loaders.ts';
import type { Duration } from '../model/duration.ts';
import { roundedUp } from '../model/fine-instant.ts';
import { parseGlobalId } from '../model/global-id.ts';
import type { JobFilter, OriginRef } from '../model/job-filter.ts';
import { badUserInput, shortened } from './errors.ts';

const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 20;
/** Of tasks and origins. */
const DEFAULT_INNER_PAGE = 50;

export interface PageArguments {
  readonly size: number;
  readonly isForward: boolean;
}

type Count = number | null | undefined;

/** `first` and `last` of a connection (Relay cursor connections, §4); throws `BAD_USER_INPUT`. */
export function readPageArguments(first: Count, last: Count): PageArguments {
  if (typeof first === 'number' && typeof last === 'number') {
    throw badUserInput('Both `first` and `last` are given; give one of them.');
  }
  if (typeof last === 'number') return { size: checked('last', last), isForward: false };
  return { size: checked('first', first ?? DEFAULT_PAGE), isForward: true };
}

/** The same, of the tasks of a job. There `first` has a default in the schema, which is not told from being given. */
export const readInnerPage = ({ first, last }: { first?: Count; last?: Count }): PageArguments =>
  typeof last === 'number' && first === DEFAULT_INNER_PAGE
    ? readPageArguments(null, last)
    : readPageArguments(first ?? (typeof last === 'number' ? null : DEFAULT_INNER_PAGE), last);

/** `first` of a list that is read forwards only; throws `BAD_USER_INPUT`. */
export const readFirst = (first: Count): number => checked('first', first ?? DEFAULT_INNER_PAGE);

function checked(argument: 'first' | 'last', size: number): number {
  if (size < 0) throw badUserInput(`\`${argument}\` is ${size}; give a number from 0 to ${LARGEST_PAGE}.`);
  if (size > LARGEST_PAGE) {
    throw badUserInput(`\`${argument}\` is ${size}; give at most ${LARGEST_PAGE}, and go on with a cursor.`);
  }
  return size;
}

/** A filter as it was written, but for what counts from the beginning of the walk. */
export interface WrittenFilter {
  readonly filter: JobFilter;
  readonly createdWithin: Duration | null;
}

/** A null asks nothing, as an absent field does. Throws `BAD_USER_INPUT`. */
export function readFilter(input: FilterInput | null | undefined, sources: Sources): WrittenFilter {
  const given: { [F in keyof FilterInput]?: NonNullable<FilterInput[F]> } = {};
  for (const [field, value] of Object.entries(input ?? {})) {
    if (value === null || value === undefined) continue;
    checkSize(field, value);
    Object.assign(given, { [field]: value });
  }
  const {
    origins,
    createdWithin = null,
    createdAfter,
    createdBefore,
    finishedAfter,
    finishedBefore,
    ...rest
  } = given;
  if (given.sources) checkNames('sources', given.sources, [...sources.keys()]);
  if (given.backends) checkNames('backends', given.backends, backendsOf(sources));
  for (const id of given.resourceIds ?? []) checkNativeId(id);
  const filter: JobFilter = {
    ...rest,
    ...(origins && { origins: origins.map(readOrigin) }),
    ...(createdAfter && { createdAfter: roundedUp(createdAfter) }),
    ...(createdBefore && { createdBefore: roundedUp(createdBefore) }),
    ...(finishedAfter && { finishedAfter: roundedUp(finishedAfter) }),
    ...(finishedBefore && { finishedBefore: roundedUp(finishedBefore) }),
  };
  return { filter, createdWithin };
}

const backendsOf = (sources: Sources): readonly string[] => [
  ...new Set([...sources.values()].map(({ backend }) => backend)),
];

/** Values of a list, and letters of a text, each of which is looked at for every row. */
const MOST_VALUES = 500;
const LONGEST_TEXT = 2_000;

function checkSize(field: string, value: unknown): void {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > MOST_VALUES)
    throw badUserInput(`\`filter.${field}\` has ${values.length} values; give at most ${MOST_VALUES}.`);
  const longest = Math.max(0, ...values.map((one) => (typeof one === 'string' ? one.length : 0)));
  if (longest > LONGEST_TEXT)
    throw badUserInput(
      `\`filter.${field}\` has a text of ${longest} characters; give at most ${LONGEST_TEXT}.`,
    );
}

/** The id that people see first is not the vendor's; it would look like an empty list. */
function checkNativeId(id: string): void {
  if (parseGlobalId(id) === null) return;
  throw badUserInput(
    `\`filter.resourceIds\` has "${shortened(id)}", an \`id\` of this gateway; give the vendor's own id, \`CloudResource.nativeId\`.`,
  );
}

/** Otherwise a name with a typing mistake would look like an empty list. */
function checkNames(field: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw badUserInput(
    `\`filter.${field}\` names "${unknown}", which is not configured; there are: ${known.join(', ')}.`,
  );
}

function readOrigin(id: string): OriginRef {
  const parsed = parseGlobalId(id);
  if (parsed?.type === 'Origin') return parsed.key;
  throw badUserInput(
    `\`filter.origins\` has "${id}", which is not the \`id\` of an origin as this gateway gives it out.`,
  );
}

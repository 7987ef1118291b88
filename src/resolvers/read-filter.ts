import type { JobFilter as FilterInput } from '../generated/resolvers.ts';
import type { Sources } from '../loaders/create-loaders.ts';
import { roundedUp } from '../model/fine-instant.ts';
import { parseGlobalId } from '../model/global-id.ts';
import type { JobFilter, OriginRef } from '../model/job-filter.ts';
import { badUserInput } from './bad-user-input.ts';

/** A filter as the engine takes it; a null asks nothing, as an absent field does. Throws `BAD_USER_INPUT`. */
export function readFilter(input: FilterInput | null | undefined, sources: Sources): JobFilter {
  const given = Object.fromEntries(
    Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined),
  ) as { [F in keyof FilterInput]: NonNullable<FilterInput[F]> };
  const { origins, createdAfter, createdBefore, ...rest } = given;
  checkNames('sources', given.sources, [...sources.keys()]);
  checkNames('backends', given.backends, [...new Set([...sources.values()].map(({ backend }) => backend))]);
  return {
    ...rest,
    ...(origins && { origins: origins.map(readOrigin) }),
    ...(createdAfter && { createdAfter: roundedUp(createdAfter) }),
    ...(createdBefore && { createdBefore: roundedUp(createdBefore) }),
  };
}

/** Otherwise a name with a typing mistake would look like an empty list. */
function checkNames(field: string, given: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = given?.find((name) => !known.includes(name));
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

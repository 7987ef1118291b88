import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * What of a new schema breaks programs that were written against the old one, and is not named in `told`: the path of each
 * (`Job.resource`), or of what it belongs to, must stand there in backticks.
 */
export async function unnamedBreaks(old: string, now: string, told: string): Promise<string[]> {
  const changes = await diff(buildSchema(old), buildSchema(now));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .filter(({ path = '' }) => !namesOf(path).some((name) => told.includes(name)))
    .map(({ path, message }) => `${path}: ${message}`);
}

/** `` `Query.jobs.after `` , `` `Query.jobs` ``, `` `Query` ``: a longer name in the text also names what it begins with. */
function namesOf(path: string): string[] {
  const parts = path.split('.');
  const whole = parts.map((_, end) => `\`${parts.slice(0, end + 1).join('.')}\``);
  return [`\`${path}`, ...whole];
}

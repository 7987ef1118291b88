import { z } from 'zod';
import type { SourceConfig } from '../config/config.ts';
import { connectSource } from '../create-gateway.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { SourceError } from '../model/source-error.ts';
import { RequestScope } from '../scope/request-scope.ts';

const named = z.object({ origins: z.array(z.string()).default([]), jobs: z.array(z.string()).default([]) });

const scopeOf = (source: JobSource) => new RequestScope({ client: new AbortController() }).of(source);

/** What the configuration names and the vendor does not have, in words for who wrote it. */
export interface MissingIds {
  readonly error: SourceError;
  readonly advice: string;
}

/** `null`: all that is named is there. */
export async function missingIds(source: JobSource, entry: SourceConfig): Promise<MissingIds | null> {
  const { origins, jobs } = named.parse(entry.settings);
  const missing = [
    ['origins', await missingOrigins(entry, origins)],
    ['jobs', await missingJobs(source, jobs)],
  ] as const;
  const told = missing.flatMap(([key, ids]) => ids.map((id) => `${key}: ${id}`));
  if (told.length === 0) return null;
  const keys = missing.filter(([, ids]) => ids.length > 0).map(([key]) => `\`${key}\``);
  const message = `Source "${source.id}" has nothing with these ids: ${told.join(', ')}.`;
  return {
    error: new SourceError({ code: 'NOT_FOUND', message }),
    advice: `Correct ${keys.join(' and ')}; or check whether they are of another project, or another \`endpoint\`.`,
  };
}

/** A source that is bound to some origins believes that they are there: one without bounds looks. */
async function missingOrigins(entry: SourceConfig, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { origins: _, ...settings } = entry.settings;
  const unbound = connectSource({ ...entry, settings });
  try {
    const found = await unbound.findOrigins(ids, scopeOf(unbound));
    return ids.filter((_id, i) => found[i] === null);
  } finally {
    await unbound.close();
  }
}

async function missingJobs(source: JobSource, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const keys = ids.map((nativeId) => ({ sourceId: source.id, originId: '', nativeId, createdAt: null }));
  const found = await source.findJobs(keys, scopeOf(source));
  return ids.filter((_id, i) => found[i] === null);
}

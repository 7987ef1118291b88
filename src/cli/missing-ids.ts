import { z } from 'zod';
import type { SourceConfig } from '../config/config.ts';
import { connectSource } from '../create-gateway.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { SourceError } from '../model/source-error.ts';
import { RequestScope } from '../scope/request-scope.ts';

const named = z.object({ origins: z.array(z.string()).default([]), jobs: z.array(z.string()).default([]) });

const scopeOf = (source: JobSource) => new RequestScope({ signal: new AbortController().signal }).of(source);

/** What the configuration names and the vendor does not have; `null`: nothing. */
export async function missingIds(source: JobSource, entry: SourceConfig): Promise<SourceError | null> {
  const { origins, jobs } = named.parse(entry.settings);
  const missing = [
    ...(await missingOrigins(entry, origins)).map((id) => `origins: ${id}`),
    ...(await missingJobs(source, jobs)).map((id) => `jobs: ${id}`),
  ];
  if (missing.length === 0) return null;
  return new SourceError({
    code: 'NOT_FOUND',
    message: `Source "${source.id}" has nothing with these ids: ${missing.join(', ')}.`,
  });
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

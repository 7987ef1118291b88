import type { Origin } from './job.ts';
import type { Get } from './stream.ts';
import { schedulerJobNames } from './zstack.ts';

/** Names of origins, in their order: one request for those whose names do not come with the list. */
export async function nameOrigins(get: Get, origins: readonly Origin[]): Promise<(string | null)[]> {
  const unnamed = new Set(origins.filter(({ name }) => name === null).map(({ nativeId }) => nativeId));
  const names = unnamed.size === 0 ? new Map<string, string>() : await schedulerJobNames(get, [...unnamed]);
  return origins.map(({ name, nativeId }) => name ?? names.get(nativeId) ?? null);
}

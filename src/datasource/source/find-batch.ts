import type { JobKey } from '../../model/global-id.ts';
import type { Job } from '../../model/job.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { askApart } from './find-origins.ts';

/** `null`: the vendor has no such job. A failure is a value. */
export type Found = Job | null | SourceError;

export type Answers = ReadonlyMap<JobKey, Found>;

/** What fails for all is asked for apart, so that one key's fault costs the others nothing. */
export async function askForAll(
  keys: readonly JobKey[],
  ask: (keys: readonly JobKey[]) => Promise<readonly Found[]>,
  scope: SourceScope,
): Promise<Answers> {
  const found = await askApart(keys, ask, scope.defects);
  return new Map(keys.map((key, i) => [key, unlessGone(found[i] ?? null)]));
}

/** Each by itself. */
export function findEach(
  keys: readonly JobKey[],
  find: (key: JobKey) => Promise<Found>,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const findOne = async (key: JobKey): Promise<Found> => {
    try {
      return await find(key);
    } catch (error) {
      return unlessGone(scope.defects.asSourceError(error));
    }
  };
  return Promise.all(keys.map(findOne));
}

/** A job that the vendor does not know is null, not a failure. */
const unlessGone = (found: Found): Found =>
  found instanceof SourceError && found.code === 'NOT_FOUND' ? null : found;

export function first<T>(items: readonly T[]): T {
  const item = items[0];
  if (item === undefined) throw new RangeError('An empty batch.');
  return item;
}

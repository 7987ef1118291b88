import type { JobFilter, OriginRef } from '../model/job-filter.ts';

/** A filter that lets through only what both do. */
export const within = (
  filter: JobFilter,
  bounds: Pick<JobFilter, 'sources' | 'origins' | 'resourceIds'>,
): JobFilter => ({
  ...filter,
  ...(bounds.sources && { sources: both(filter.sources, bounds.sources, String) }),
  ...(bounds.resourceIds && { resourceIds: both(filter.resourceIds, bounds.resourceIds, String) }),
  ...(bounds.origins && { origins: both(filter.origins, bounds.origins, originText) }),
});

const originText = ({ sourceId, nativeId }: OriginRef): string => JSON.stringify([sourceId, nativeId]);

function both<T>(
  asked: readonly T[] | undefined,
  bounds: readonly T[],
  textOf: (item: T) => string,
): readonly T[] {
  if (asked === undefined) return bounds;
  const wanted = new Set(asked.map(textOf));
  return bounds.filter((item) => wanted.has(textOf(item)));
}

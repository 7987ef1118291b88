import { InfiniteQueryObserver, QueryClient } from '@tanstack/query-core';
import { askOverHttp, JobPageDocument, type JobPageQuery } from 'jobweave-client';

type Jobs = NonNullable<JobPageQuery['jobs']>;

/** Its `queryFn` is any function that throws or gives a page; the next one is asked for while `hasNextPage` is true. */
export async function walk(url: string, first: number): Promise<string[]> {
  const ask = askOverHttp(url);
  const client = new QueryClient();
  const list = new InfiniteQueryObserver(client, {
    queryKey: ['jobs', { first }],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<Jobs> => {
      const { data, errors } = await ask(JobPageDocument, { first, after: pageParam }, signal);
      if (data?.jobs == null) throw new Error(errors?.[0]?.message ?? 'no jobs and no error');
      return data.jobs;
    },
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
  await list.refetch({ throwOnError: true });
  while (list.getCurrentResult().hasNextPage) await list.fetchNextPage({ throwOnError: true });
  const pages = list.getCurrentResult().data?.pages ?? [];
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node.id));
}

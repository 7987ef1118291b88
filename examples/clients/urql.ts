import { Client, cacheExchange, fetchExchange, type OperationResult } from '@urql/core';
import { JobPageDocument, type JobPageQuery } from 'jobweave-client';

/** With the document cache, which keeps each page under its variables. Beside rows, `error` tells only which source failed. */
export async function walk(url: string, first: number): Promise<string[]> {
  const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false });
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, error }: OperationResult<JobPageQuery> = await client
      .query(JobPageDocument, { first, after })
      .toPromise();
    const jobs: JobPageQuery['jobs'] | undefined = data?.jobs;
    if (jobs == null) throw error ?? new TypeError('no jobs and no error');
    ids.push(...jobs.edges.map(({ node }) => node.id));
    if (!jobs.pageInfo.hasNextPage) return ids;
    after = jobs.pageInfo.endCursor;
  }
}

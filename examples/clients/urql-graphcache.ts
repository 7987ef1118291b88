import { Client, fetchExchange, type OperationResult } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { JobPageDocument, type JobPageQuery } from 'jobweave-client';

/**
 * With the normalized cache, which joins the pages to one list: the last answer has all of them. Types without an id of
 * their own must be told to it, else it warns of each.
 */
export async function walk(url: string, first: number): Promise<string[]> {
  const client = new Client({ url, exchanges: [cacheOfJobs(), fetchExchange], preferGetMethod: false });
  for (let after: string | null = null; ; ) {
    const { data, error }: OperationResult<JobPageQuery> = await client
      .query(JobPageDocument, { first, after })
      .toPromise();
    const jobs: JobPageQuery['jobs'] | undefined = data?.jobs;
    if (jobs == null) throw error ?? new TypeError('no jobs and no error');
    if (!jobs.pageInfo.hasNextPage) return jobs.edges.map(({ node }) => node.id);
    after = jobs.pageInfo.endCursor;
  }
}

const withoutId = (): null => null;

const cacheOfJobs = () =>
  cacheExchange({
    resolvers: { Query: { jobs: relayPagination() } },
    keys: { SourceReport: withoutId, SourceError: withoutId, JobError: withoutId },
  });

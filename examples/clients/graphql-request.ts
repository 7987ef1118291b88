import { GraphQLClient } from 'graphql-request';
import { JobPageDocument, type JobPageQuery } from 'jobweave-client';

/**
 * Trap: by default this client throws the rows away where `errors` stands beside them. With the header, the failure of one
 * source is told in its report alone.
 */
export async function walk(url: string, first: number): Promise<string[]> {
  const client = new GraphQLClient(url, { headers: { 'x-jobweave-source-errors': 'report' } });
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { jobs }: JobPageQuery = await client.request(JobPageDocument, { first, after });
    if (jobs === null) throw new TypeError('no jobs and no error');
    ids.push(...jobs.edges.map(({ node }) => node.id));
    if (!jobs.pageInfo.hasNextPage) return ids;
    after = jobs.pageInfo.endCursor;
  }
}

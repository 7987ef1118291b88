import { Octokit } from '@octokit/core';
import { paginateGraphQL } from '@octokit/plugin-paginate-graphql';

interface Page {
  readonly jobs: { readonly nodes: readonly { readonly id: string }[] };
}

const QUERY = `query JobIds($first: Int!, $cursor: String) {
  jobs(first: $first, after: $cursor) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

/**
 * Traps: the paginator wants its cursor variable to be called `cursor`, throws where `errors` stands beside rows (hence the
 * header), and throws where a cursor does not move, which never happens here.
 */
export async function walk(url: string, first: number): Promise<string[]> {
  const baseUrl = url.replace(/\/graphql$/, '');
  const octokit = new (Octokit.plugin(paginateGraphQL))({ baseUrl });
  const ids: string[] = [];
  const pages = octokit.graphql.paginate.iterator<Page>(QUERY, {
    first,
    headers: { 'x-jobweave-source-errors': 'report' },
  });
  for await (const { jobs } of pages) ids.push(...jobs.nodes.map(({ id }) => id));
  return ids;
}

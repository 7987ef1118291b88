import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { JobPageDocument } from 'jobweave-client';

/**
 * Traps: `relayStylePagination` needs the arguments that make a list another list, else a second filter is merged into the
 * first; `fetchMore` has an `errorPolicy` of its own, and its default throws rows away where `errors` stands beside them.
 */
export async function walk(uri: string, first: number): Promise<string[]> {
  const client = new ApolloClient({
    link: new HttpLink({ uri }),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { jobs: relayStylePagination(['filter', 'orderBy']) } } },
    }),
  });
  const list = client.watchQuery({ query: JobPageDocument, variables: { first }, errorPolicy: 'all' });
  const subscription = list.subscribe(() => undefined);
  try {
    let { data, error } = await list.refetch();
    while (data?.jobs?.pageInfo.hasNextPage === true) {
      const { endCursor: after } = data.jobs.pageInfo;
      ({ data, error } = await list.fetchMore({ variables: { first, after }, errorPolicy: 'all' }));
    }
    if (data?.jobs == null) throw error ?? new TypeError('no jobs and no error');
    const whole = client.readQuery({ query: JobPageDocument, variables: { first } });
    return whole?.jobs?.edges.map(({ node }) => node.id) ?? [];
  } finally {
    subscription.unsubscribe();
    client.stop();
  }
}

import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';

const QUERY = gql`query LatestJobs {
  jobs(first: 5) {
    nodes { id }
    ... @defer { totalCount { value } sources { source { id } state } }
  }
}`;

/** The jobs at once, the count when it is there: what is shown, one after the other. */
export async function watchLatest(uri: string): Promise<unknown[]> {
  const client = new ApolloClient({
    link: new HttpLink({ uri }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
  const shown: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    client.watchQuery({ query: QUERY, errorPolicy: 'all' }).subscribe({
      next: ({ data, dataState, error }) => {
        if (error !== undefined) reject(error);
        if (data !== undefined) shown.push(data);
        if (dataState === 'complete') resolve();
      },
      error: reject,
    });
  });
  client.stop();
  return shown;
}

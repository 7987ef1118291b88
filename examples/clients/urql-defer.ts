import { Client, fetchExchange, gql } from '@urql/core';

const QUERY = gql`query LatestJobs {
  jobs(first: 5) {
    nodes { id }
    ... @defer { totalCount { value } sources { source { id } state } }
  }
}`;

/** The jobs at once, the count when it is there: what is shown, one after the other. Nothing has to be set. */
export async function watchLatest(url: string): Promise<unknown[]> {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false });
  const shown: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    client.query(QUERY, {}).subscribe(({ data, error, hasNext }) => {
      if (error !== undefined) reject(error);
      shown.push(data);
      if (!hasNext) resolve();
    });
  });
  return shown;
}

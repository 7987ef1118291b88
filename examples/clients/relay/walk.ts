import {
  ConnectionHandler,
  commitLocalUpdate,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type IEnvironment,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import query, { type relayWalkJobsQuery } from '../../generated/relayWalkJobsQuery.graphql.ts';

/**
 * `@connection` joins the pages to one list, whose end tells how to go on; `usePaginationFragment` does the same. Trap: where
 * `errors` stands beside rows, Relay throws the rows away, hence the header.
 */
export async function walk(url: string, first: number): Promise<string[]> {
  const environment = new Environment({ network: networkOf(url), store: new Store(new RecordSource()) });
  environment.retain(createOperationDescriptor(query, { first, after: null }));
  for (let after: string | null = null; ; ) {
    await fetchQuery<relayWalkJobsQuery>(environment, query, { first, after }).toPromise();
    const { ids, hasNextPage, endCursor } = listIn(environment);
    if (!hasNextPage) return ids;
    after = endCursor;
  }
}

const networkOf = (url: string) =>
  Network.create(async ({ text }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-jobweave-source-errors': 'report',
      },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  });

interface List {
  readonly ids: string[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** What a component would be given. */
function listIn(environment: IEnvironment): List {
  let list: List = { ids: [], hasNextPage: false, endCursor: null };
  commitLocalUpdate(environment, (store) => {
    const jobs = ConnectionHandler.getConnection(store.getRoot(), 'relayWalkJobs_jobs');
    const end = jobs?.getLinkedRecord('pageInfo');
    const edges = jobs?.getLinkedRecords('edges') ?? [];
    list = {
      ids: edges.map((edge) => String(edge?.getLinkedRecord('node')?.getValue('id'))),
      hasNextPage: end?.getValue('hasNextPage') === true,
      endCursor: (end?.getValue('endCursor') as string | null | undefined) ?? null,
    };
  });
  return list;
}

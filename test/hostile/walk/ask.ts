import { type Answer, answer, introspection, type LookUps, lookUps } from './page.ts';

export interface Question {
  readonly filter: object;
  readonly orderBy: string;
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly asksCount: boolean;
}

export interface Client {
  readonly ask: (question: Question) => Promise<Answer>;
  /** One answer per id; null: there is no such job. */
  readonly lookUp: (ids: readonly string[]) => Promise<LookUps>;
}

/** Past every deadline of the gateway: whoever waits for longer is not answered any more. */
const PATIENCE_MS = 60_000;

/** Speaks to the gateway over HTTP. `urlOf`: where it listens now. */
export async function createClient(urlOf: () => string): Promise<Client> {
  const question = '{ __type(name: "SourceReport") { fields { name } } }';
  const fields = introspection.parse(await post(urlOf(), question, {}));
  const text = queryText(fields.includes('owesRows'));
  return {
    ask: async (variables) => answer.parse(await post(urlOf(), text, variables)),
    lookUp: async (ids) => lookUps.parse(await post(urlOf(), LOOK_UPS, { ids })),
  };
}

const ROW = 'id nativeId createdAt startedAt status error { code message } source { id }';

const LOOK_UPS = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { ${ROW} } } }`;

const queryText = (hasOwesRows: boolean): string => `
query ($filter: JobFilter, $orderBy: JobOrder, $first: Int, $last: Int, $after: String, $before: String, $asksCount: Boolean!) {
  jobs(filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
    edges { cursor late node { ${ROW} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount @include(if: $asksCount) { value precision }
    sources { source { id } state error { code message retryable } ${hasOwesRows ? 'owesRows' : ''} }
  }
}`;

async function post(url: string, query: string, variables: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return response.json();
}

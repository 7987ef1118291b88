const QUERY = `query JobIds($first: Int!, $after: String) {
  jobs(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } sources { source { id } owesRows } }
}`;

interface Answer {
  readonly data?: { readonly jobs: Jobs | null } | null;
  readonly errors?: readonly { readonly message: string }[];
}

interface Jobs {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Nothing but the platform: a loop over `hasNextPage` always ends. */
export async function walk(url: string, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const response: Response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: QUERY, variables: { first, after } }),
    });
    const { data, errors }: Answer = await response.json();
    // Beside rows, `errors` tells only which source failed; its rows come later.
    if (data?.jobs == null) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status}`);
    ids.push(...data.jobs.nodes.map(({ id }) => id));
    if (!data.jobs.pageInfo.hasNextPage) return ids;
    after = data.jobs.pageInfo.endCursor;
  }
}

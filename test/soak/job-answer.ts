export interface Row {
  readonly sourceId: string;
  readonly nativeId: string;
}

export interface JobAnswer {
  readonly jobs: {
    readonly edges: readonly {
      readonly late: boolean;
      readonly node: { readonly nativeId: string; readonly source: { readonly id: string } };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly error: { readonly code: string } | null;
    }[];
  } | null;
}

export const JOBS = `query ($first: Int!, $after: String) { jobs(first: $first, after: $after) {
  edges { late node { nativeId source { id } } }
  pageInfo { hasNextPage endCursor }
  sources { source { id } state error { code } }
} }`;

export const nameOf = ({ sourceId, nativeId }: Row): string => `${sourceId} ${nativeId}`;

export const namesIn = ({ jobs }: JobAnswer): string[] =>
  (jobs?.edges ?? []).map(({ node }) => `${node.source.id} ${node.nativeId}`);

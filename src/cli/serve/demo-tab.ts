import { type GraphiqlTab, graphiqlTabs } from '../../server/graphiql/graphiql-tabs.ts';

/** On the demo, a request can make vendors ill for itself, until the next one comes without it. */
export const DEMO_FAULT = 'x-jobweave-demo-fault';

/** A source that is there, and whose rows many pages have. */
const ILL = 'backups';

const SOURCE_DIES = `# A source dies, and its rows come late.
#
# 1. Run it. The header (below, "Headers") makes the
#    vendor of ${ILL} die: its rows are missing, its
#    report says so, and that they are owed.
# 2. Delete the header, so that it is back, and put the
#    endCursor into the variables.
# 3. Run it again: the rows come now, each "late: true".
#    No row is lost, and none comes twice.
query SourceDies($after: String) {
  jobs(first: 10, after: $after) {
    sources {
      source { id }
      state
      owesRows
      error { code }
    }
    pageInfo { hasNextPage endCursor }
    edges {
      late
      node { createdAt source { id } name status }
    }
  }
}
`;

/** The usual tabs, and one that shows what the gateway is for. */
export const demoTabs = (now: Date): readonly GraphiqlTab[] => [
  ...graphiqlTabs(now),
  {
    query: SOURCE_DIES,
    variables: JSON.stringify({ after: null }, null, 2),
    headers: JSON.stringify({ [DEMO_FAULT]: `${ILL}=down` }, null, 2),
  },
];

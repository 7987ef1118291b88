import { readSdl } from '../read-sdl.ts';
import { detailFragments } from './detail-fragments.ts';

/** One tab of GraphiQL: a query, and its variables as JSON text. */
export interface GraphiqlTab {
  readonly query: string;
  readonly variables?: string;
  /** As JSON text. */
  readonly headers?: string;
}

const LATEST_JOBS = `# The latest jobs of every cloud, in one order.
# Press the play button.
query LatestJobs {
  jobs(first: 20) {
    nodes {
      createdAt
      backend
      name
      kind
      status
      durationSeconds
      source { id }
      id
    }
    pageInfo { hasNextPage endCursor }
    # How each source did, and what it cost.
    sources {
      source { id }
      state
      error { code message }
      requests
      durationMs
    }
  }
}
`;

const FAILED_JOBS = `# What failed since yesterday, and why.
query FailedJobs($since: DateTime!) {
  jobs(
    first: 50
    filter: {
      createdAfter: $since
      statuses: [FAILED, PARTIALLY_FAILED, TIMED_OUT]
    }
  ) {
    totalCount { value precision }
    nodes {
      createdAt
      backend
      name
      nativeStatus
      error { code message }
      resource { nativeId type }
    }
  }
}
`;

const jobDetails = (): string => `# The latest jobs with their tasks, and all that
# their vendors tell. Of one job alone the same
# fields come from job(id: "...").
query JobDetails {
  jobs(first: 5) {
    nodes {
      id
      backend
      name
      status
      statusMessage
      createdAt
      finishedAt
      origin { kind nativeId name }
      details {
        __typename
        ${detailFragments(readSdl()).join('\n        ')}
      }
      tasks(first: 5) {
        totalCount { value precision }
        nodes { index name status nativeStatus error { code message } }
      }
      raw
    }
  }
}
`;

const RUNNING_JOBS = `# What is at work, or waits for its turn.
query RunningJobs {
  jobs(first: 50, filter: { phases: [PENDING, ACTIVE] }) {
    nodes {
      createdAt
      startedAt
      backend
      name
      status
      progress { total succeeded failed running }
      origin { kind name }
    }
  }
}
`;

const NEXT_PAGE = `# Page by page. Run it, then put the endCursor
# of the answer into the variables below.
query NextPage($after: String) {
  jobs(first: 5, after: $after) {
    edges {
      late
      node { createdAt backend name status }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const EXPLAIN = `# What an answer took: run it, and look at
# extensions.explain below the data. The header
# that asks for it stands under Headers.
query Explain {
  jobs(first: 10, filter: { statuses: [FAILED] }) {
    nodes { createdAt backend name status }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const SOURCES = `# Every configured source: how it does, and
# what it can sort, filter and count itself.
query Sources {
  sources {
    id
    backend
    state
    lastError { code message retryable }
    lastCheckedAt
    capabilities { sortsNatively orders filters countsJobs listsTasks pageSizeMax }
    origins(first: 5) { nodes { kind name id } }
  }
}
`;

/** What GraphiQL opens with: the list of all jobs first, then a query for each thing that people ask next. */
export const graphiqlTabs = (now: Date): readonly GraphiqlTab[] => [
  { query: LATEST_JOBS },
  { query: FAILED_JOBS, variables: json({ since: startOfYesterday(now) }) },
  { query: jobDetails() },
  { query: RUNNING_JOBS },
  { query: NEXT_PAGE, variables: json({ after: null }) },
  { query: SOURCES },
  { query: EXPLAIN, headers: json({ 'x-jobweave-explain': '1' }) },
];

const json = (variables: object): string => JSON.stringify(variables, null, 2);

function startOfYesterday(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 1)).toISOString();
}

import { graphql } from 'relay-runtime';

/** What Relay's compiler reads; an application has it where its component is, and Babel puts the compiled operation in its place. */
export const query = (): unknown => graphql`
  query relayWalkJobsQuery($first: Int!, $after: String) {
    jobs(first: $first, after: $after) @connection(key: "relayWalkJobs_jobs") {
      edges {
        late
        node {
          id
          name
          status
        }
      }
    }
  }
`;

// What an application with Relay would write: a list that goes on loading.
import { graphql } from 'react-relay';

export const fragment = graphql`
  fragment jobList_query on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, filter: { type: "JobFilter" })
  @refetchable(queryName: "jobListPaginationQuery") {
    jobs(first: $first, after: $after, filter: $filter) @connection(key: "jobList_jobs") {
      edges {
        late
        node {
          id
          name
          status
          createdAt
        }
      }
      sources {
        source {
          id
        }
        state
      }
    }
  }
`;

export const backwards = graphql`
  fragment jobListBackwards_query on Query
  @argumentDefinitions(last: { type: "Int", defaultValue: 20 }, before: { type: "String" })
  @refetchable(queryName: "jobListBackwardsPaginationQuery") {
    jobs(last: $last, before: $before) @connection(key: "jobListBackwards_jobs") {
      edges {
        node {
          id
        }
      }
    }
  }
`;

export const tasks = graphql`
  fragment jobTasks_job on Job
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" })
  @refetchable(queryName: "jobTasksPaginationQuery") {
    tasks(first: $first, after: $after) @connection(key: "jobTasks_tasks") {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;

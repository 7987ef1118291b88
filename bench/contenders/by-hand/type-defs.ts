/** The part of Jobweave's schema that the workloads ask for. */
export const typeDefs = `
  scalar DateTime
  enum JobStatus { QUEUED RUNNING SUCCEEDED FAILED UNKNOWN }
  enum JobPhase { PENDING ACTIVE DONE UNKNOWN }

  input JobFilter { createdBefore: DateTime }

  type Query { jobs(first: Int = 20, filter: JobFilter): JobConnection! }
  type JobConnection { nodes: [Job!]! }
  type TaskConnection { nodes: [Task!]! }
  type Origin { nativeId: ID!, name: String }

  type Job {
    id: ID!
    backend: String!
    nativeId: String!
    kind: String
    status: JobStatus!
    nativeStatus: String
    phase: JobPhase!
    isTerminal: Boolean
    createdAt: DateTime
    finishedAt: DateTime
    durationSeconds: Float
    origin: Origin
    tasks(first: Int = 50): TaskConnection!
  }

  type Task {
    nativeId: String!
    kind: String
    status: JobStatus!
    createdAt: DateTime
    finishedAt: DateTime
  }
`;

/** Arguments of `Query.jobs`. */
export interface JobsArguments {
  readonly first: number;
  readonly filter?: { readonly createdBefore?: string };
}

/** All jobs where no filter is given. */
export const beforeOf = ({ filter }: JobsArguments): number =>
  filter?.createdBefore === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.createdBefore);

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How far a count can be trusted. */
export type CountPrecision =
  /** So many rows or more: some source tells no count, or not for this filter, or failed. */
  | 'AT_LEAST'
  /** Exactly so many rows at the moment of asking. */
  | 'EXACT';

/**
 * Which jobs. All given fields must hold; a field left out, or null, asks nothing; an empty list matches no job.
 * A field means the same for every vendor: what a vendor cannot filter itself, the gateway does (`SourceReport.residual`).
 */
export type JobFilter = {
  /** Jobs of sources of one of these backends, e.g. `zstack`. The others are not asked at all. An unknown backend is `BAD_USER_INPUT`. */
  readonly backends?: ReadonlyArray<string> | null | undefined;
  /** Jobs created at this instant or later, e.g. `2026-11-25T00:00:00Z`. A job without `createdAt` never matches. */
  readonly createdAfter?: string | null | undefined;
  /** Jobs created before this instant, itself excluded, e.g. `2026-11-26T00:00:00Z`. A job without `createdAt` never matches. */
  readonly createdBefore?: string | null | undefined;
  /** Jobs that one of these users started, as `Job.createdBy` names them, e.g. `["Ann Other <ann@example.org>"]`. Sources that never tell it are not asked. */
  readonly createdBy?: ReadonlyArray<string> | null | undefined;
  /**
   * Jobs created at most so long ago, e.g. `PT24H`. It counts from the first page of a walk, and the cursors keep that: the same jobs
   * match on every page. A job without `createdAt` never matches.
   */
  readonly createdWithin?: string | null | undefined;
  /** Jobs that ended at this instant or later, e.g. `2026-11-25T08:00:00+08:00`. A job without `finishedAt` never matches. */
  readonly finishedAfter?: string | null | undefined;
  /** Jobs that ended before this instant, itself excluded, e.g. `2026-11-26T00:00:00Z`. A job without `finishedAt` never matches. */
  readonly finishedBefore?: string | null | undefined;
  /** Jobs of one of these kinds, in the vendor's own words (`Job.kind`), e.g. `["volumeBackup"]`, upper and lower case alike. */
  readonly kinds?: ReadonlyArray<string> | null | undefined;
  /** Jobs whose name (`Job.name`) has this text in it, upper and lower case alike, e.g. `nightly`. A job without a name never matches. */
  readonly nameContains?: string | null | undefined;
  /** Jobs of one of these names (`Job.name`), e.g. `["nightly-backup"]`, upper and lower case alike. A job without a name never matches. */
  readonly names?: ReadonlyArray<string> | null | undefined;
  /** Jobs with none of these statuses, e.g. `[SUCCEEDED, SKIPPED]`: what is not simply well. An empty list excludes none. */
  readonly notStatuses?: ReadonlyArray<JobStatus> | null | undefined;
  /** Jobs that hang under one of these origins, by `Origin.id`, as `Source.origins` and `Job.origin` give it. */
  readonly origins?: ReadonlyArray<string> | null | undefined;
  /** Jobs in one of these phases, e.g. `[PENDING, ACTIVE]` for all that is still at work: shorter than listing every status that belongs to it. */
  readonly phases?: ReadonlyArray<JobPhase> | null | undefined;
  /** Jobs that work on one of these resources, by the vendor's own id (`CloudResource.nativeId`, e.g. the uuid of a machine). */
  readonly resourceIds?: ReadonlyArray<string> | null | undefined;
  /** Jobs of one of these sources, by `Source.id`, e.g. `["dc1"]`. The others are not asked at all. An id that is not configured is `BAD_USER_INPUT`. */
  readonly sources?: ReadonlyArray<string> | null | undefined;
  /** Jobs with one of these statuses, e.g. `[FAILED, TIMED_OUT]`. */
  readonly statuses?: ReadonlyArray<JobStatus> | null | undefined;
};

/** The order of a list of jobs. Each value is the exact reverse of the other. */
export type JobOrder =
  /** Oldest first; jobs whose time the vendor does not tell come first. */
  | 'CREATED_AT_ASC'
  /** Newest first; jobs whose time the vendor does not tell come last. */
  | 'CREATED_AT_DESC';

/** A status, coarsely. It tells a program whether to ask again. */
export type JobPhase =
  /** At work, or on hold: `RUNNING`, `PAUSED`, `CANCELING`, `ROLLING_BACK`. */
  | 'ACTIVE'
  /** Over for good: every other status but `UNKNOWN`. */
  | 'DONE'
  /** Still to begin: `QUEUED`. */
  | 'PENDING'
  /** Nobody knows: `UNKNOWN`. */
  | 'UNKNOWN';

/** Every status that a job or a task can have, of any vendor. A vendor's word that nobody knows yet is `UNKNOWN`. */
export type JobStatus =
  /** Over; stopped upon request. */
  | 'CANCELED'
  /** Being stopped upon request. */
  | 'CANCELING'
  /** Over, failed. */
  | 'FAILED'
  /** Over; some parts did well and some failed. */
  | 'PARTIALLY_FAILED'
  /** Begun and halted; it can go on. */
  | 'PAUSED'
  /** Accepted, not begun. */
  | 'QUEUED'
  /** Over; it failed and was undone. */
  | 'ROLLED_BACK'
  /** Being undone after a failure. */
  | 'ROLLING_BACK'
  /** At work. */
  | 'RUNNING'
  /** Over without having run. */
  | 'SKIPPED'
  /** Over, all well. */
  | 'SUCCEEDED'
  /** Over; it took longer than the vendor allows. */
  | 'TIMED_OUT'
  /** The vendor's word is not known here, or the vendor says so itself; `nativeStatus` has the word. */
  | 'UNKNOWN';

/** Whether all that belongs to a page of one source is on it. */
export type SourceReportState =
  /** The source failed; its rows come on a later page, marked `late`, once it answers. */
  | 'FAILED'
  /** The source did not answer before its deadline; its rows come on a later page, marked `late`. */
  | 'LATE'
  /** It is. */
  | 'OK'
  /**
   * Some rows may be missing: an origin of the source failed, or a limit on the rows to read was reached. Or all rows are there, but
   * something is wrong with them: names or tasks could not be read, fields that cannot be read are null, the vendor's list was out of order
   * and was read whole, or an old answer from the cache was used because the vendor failed. `error` says which.
   */
  | 'PARTIAL'
  /** The source was not asked: the filter excludes it, or `error` says which credentials of your own it needs. */
  | 'SKIPPED';

/** How a source did lately. */
export type SourceState =
  /** Some of the last calls failed, or some of its origins do. */
  | 'DEGRADED'
  /** It is not asked for the moment, because the last calls failed. */
  | 'DOWN'
  /** The last calls did well. */
  | 'HEALTHY'
  /** It was not asked yet. */
  | 'UNKNOWN';

export type AllSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type AllSourcesQuery = { readonly sources: ReadonlyArray<{ readonly id: string, readonly backend: string, readonly state: SourceState, readonly lastCheckedAt: string | null, readonly lastError: { readonly code: string, readonly message: string, readonly retryable: boolean, readonly retryAfterMs: number | null } | null }> };

export type JobCountQueryVariables = Exact<{
  filter?: JobFilter | null | undefined;
}>;


export type JobCountQuery = { readonly jobs: { readonly totalCount: { readonly value: number, readonly precision: CountPrecision } | null, readonly sources: ReadonlyArray<{ readonly state: SourceReportState, readonly owesRows: boolean, readonly source: { readonly id: string }, readonly error: { readonly code: string, readonly message: string, readonly retryable: boolean, readonly retryAfterMs: number | null } | null }> } | null };

export type JobFieldsFragment = { readonly id: string, readonly backend: string, readonly nativeId: string, readonly name: string | null, readonly kind: string | null, readonly status: JobStatus, readonly nativeStatus: string | null, readonly phase: JobPhase, readonly isTerminal: boolean | null, readonly createdAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly durationSeconds: number | null, readonly source: { readonly id: string }, readonly error: { readonly code: string | null, readonly message: string | null } | null };

export type JobPageQueryVariables = Exact<{
  filter?: JobFilter | null | undefined;
  orderBy?: JobOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type JobPageQuery = { readonly jobs: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly late: boolean, readonly node: { readonly id: string, readonly backend: string, readonly nativeId: string, readonly name: string | null, readonly kind: string | null, readonly status: JobStatus, readonly nativeStatus: string | null, readonly phase: JobPhase, readonly isTerminal: boolean | null, readonly createdAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly durationSeconds: number | null, readonly source: { readonly id: string }, readonly error: { readonly code: string | null, readonly message: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly sources: ReadonlyArray<{ readonly state: SourceReportState, readonly owesRows: boolean, readonly source: { readonly id: string }, readonly error: { readonly code: string, readonly message: string, readonly retryable: boolean, readonly retryAfterMs: number | null } | null }> } | null };

export type OneJobQueryVariables = Exact<{
  id: string;
  firstTasks?: number | null | undefined;
  afterTask?: string | null | undefined;
}>;


export type OneJobQuery = { readonly job: { readonly statusMessage: string | null, readonly createdBy: string | null, readonly id: string, readonly backend: string, readonly nativeId: string, readonly name: string | null, readonly kind: string | null, readonly status: JobStatus, readonly nativeStatus: string | null, readonly phase: JobPhase, readonly isTerminal: boolean | null, readonly createdAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly durationSeconds: number | null, readonly origin: { readonly id: string, readonly kind: string, readonly nativeId: string, readonly name: string | null } | null, readonly tasks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly index: number, readonly name: string | null, readonly status: JobStatus, readonly nativeStatus: string | null, readonly error: { readonly code: string | null, readonly message: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly source: { readonly id: string }, readonly error: { readonly code: string | null, readonly message: string | null } | null } | null };

export type ReportFieldsFragment = { readonly state: SourceReportState, readonly owesRows: boolean, readonly source: { readonly id: string }, readonly error: { readonly code: string, readonly message: string, readonly retryable: boolean, readonly retryAfterMs: number | null } | null };

export const JobFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Job"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nativeStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<JobFieldsFragment, unknown>;
export const ReportFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"owesRows"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<ReportFieldsFragment, unknown>;
export const AllSourcesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AllSources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"lastCheckedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<AllSourcesQuery, AllSourcesQueryVariables>;
export const JobCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JobFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"0"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"owesRows"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<JobCountQuery, JobCountQueryVariables>;
export const JobPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JobFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"JobOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"late"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Job"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nativeStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"owesRows"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]} as unknown as DocumentNode<JobPageQuery, JobPageQueryVariables>;
export const OneJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"firstTasks"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"afterTask"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobFields"}},{"kind":"Field","name":{"kind":"Name","value":"statusMessage"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"firstTasks"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"afterTask"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nativeStatus"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Job"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"nativeStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"isTerminal"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]} as unknown as DocumentNode<OneJobQuery, OneJobQueryVariables>;
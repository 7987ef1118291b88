import type { FineInstant } from '../model/fine-instant.ts';
import type { Duration } from '../model/duration.ts';
import type { Json } from '../model/job.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Job as JobModel, Task as TaskModel, Origin as OriginModel, CloudResource as CloudResourceModel, JobDetails as JobDetailsModel } from '../model/job.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import type { JobPage, JobEdge as JobEdgeModel, PageInfo as PageInfoModel } from '../connection/page/job-page.ts';
import type { SourceReport as SourceReportModel } from '../connection/page/source-report.ts';
import type { RequestContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * An instant, as RFC 3339 text in UTC with milliseconds, e.g. `2026-11-20T06:53:57.000Z`.
   * As input any offset will do, but one must be there (`2026-11-20T14:53:57+08:00`): text without an offset is refused with
   * `BAD_USER_INPUT`, for it means a different instant in every time zone. Up to nine digits of a second count: a job at `.000`
   * comes before `.000000001`.
   */
  DateTime: { input: FineInstant; output: number; }
  /**
   * A length of time, as ISO 8601 text: `PT24H`, `P7D`, `PT1H30M`, `P1M`. It is more than nothing. Days are 24 hours long, and months and years
   * those of the calendar in UTC.
   */
  Duration: { input: Duration; output: Duration; }
  /** Any JSON value: an object, a list, a text, a number, a boolean or null. It is given as the vendor wrote it and never needs a selection. */
  JSON: { input: Json; output: Json; }
};

/** What only Buildbot tells of a build request. */
export type BuildbotJobDetails = {
  readonly __typename?: 'BuildbotJobDetails';
  /** The builder that is to build (`builderid`). */
  readonly builderId?: Maybe<Scalars['String']['output']>;
  /** The set of requests that were made together, one for each builder (`buildsetid`). */
  readonly buildsetId?: Maybe<Scalars['String']['output']>;
  /** The master that has taken the request (`claimed_by_masterid`); null while it waits. */
  readonly claimedByMasterId?: Maybe<Scalars['String']['output']>;
  /** The higher, the sooner; 0 as a rule. */
  readonly priority?: Maybe<Scalars['Float']['output']>;
  /** Why the build was asked for (the property `reason`); null where nobody said. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Whether another build waits for this one. */
  readonly waitedFor?: Maybe<Scalars['Boolean']['output']>;
};

/** What a job or a task works on: a machine, a volume, a cluster. Only jobs tell of it, so nobody knows whether it still exists. */
export type CloudResource = Node & {
  readonly __typename?: 'CloudResource';
  /** Opaque, unique over all sources, the same after a restart and on every replica; enough for `Query.node`. */
  readonly id: Scalars['ID']['output'];
  /** The jobs that work on it, newest first: as `Query.jobs` with a filter on it, at its source or, without one, at all. Null, and errors, as there. */
  readonly jobs?: Maybe<JobConnection>;
  /** The vendor's own id of it, unique within its source; `JobFilter.resourceIds` takes it. */
  readonly nativeId: Scalars['String']['output'];
  /** The source whose jobs work on it (`Source.id`); null where it is known by its `nativeId` alone, whichever source it is at. */
  readonly sourceId?: Maybe<Scalars['ID']['output']>;
  /** What it is, in the vendor's own word, e.g. `volume`; null where the vendor does not say, and where no job was read to tell it. */
  readonly type?: Maybe<Scalars['String']['output']>;
};


/** What a job or a task works on: a machine, a volume, a cluster. Only jobs tell of it, so nobody knows whether it still exists. */
export type CloudResourceJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<JobOrder>;
};

/** How many rows a whole list has, over all its pages. */
export type Count = {
  readonly __typename?: 'Count';
  /** Whether `value` is the number or only a lower bound of it. */
  readonly precision: CountPrecision;
  /** The number of rows known of. */
  readonly value: Scalars['Int']['output'];
};

/** How far a count can be trusted. */
export type CountPrecision =
  /** So many rows or more: some source tells no count, or not for this filter, or failed. */
  | 'AT_LEAST'
  /** Exactly so many rows at the moment of asking. */
  | 'EXACT';

/** What only Huawei Cloud Backup and Recovery tells of an operation. */
export type HuaweiCbrJobDetails = {
  readonly __typename?: 'HuaweiCbrJobDetails';
  /** The backup that is made, restored or deleted. */
  readonly backupId?: Maybe<Scalars['String']['output']>;
  /** The name of that backup. */
  readonly backupName?: Maybe<Scalars['String']['output']>;
  /** The restore point that it belongs to. */
  readonly checkpointId?: Maybe<Scalars['String']['output']>;
  /** What is done: `backup`, `replication`, `restore`, `delete`, `sync`, `vault_delete`, `remove_resource` or `copy`. */
  readonly operationType?: Maybe<Scalars['String']['output']>;
  /** The policy that started it; null where a person did. */
  readonly policyId?: Maybe<Scalars['String']['output']>;
  /** How far it is, from 0 to 100. */
  readonly progressPercent?: Maybe<Scalars['Float']['output']>;
  /** What kind of thing is backed up, as an id: servers and disks have one each (`provider_id`). */
  readonly providerId?: Maybe<Scalars['String']['output']>;
  /** The name of the resource that is backed up. */
  readonly resourceName?: Maybe<Scalars['String']['output']>;
  /** The vault that it works on; null where the vendor leaves it out. */
  readonly vaultId?: Maybe<Scalars['String']['output']>;
  /** The name of that vault. */
  readonly vaultName?: Maybe<Scalars['String']['output']>;
};

/** What only Huawei Cloud Search Service tells of a backup of a cluster's logs. */
export type HuaweiCssJobDetails = {
  readonly __typename?: 'HuaweiCssJobDetails';
  /** The cluster whose logs are backed up. */
  readonly clusterId?: Maybe<Scalars['String']['output']>;
  /** Why the backup failed; null where it did not. */
  readonly failedMsg?: Maybe<Scalars['String']['output']>;
  /** Who started the backup: `Manual` or `Auto` (the vendor's `jobTypes`, which is one word). */
  readonly jobType?: Maybe<Scalars['String']['output']>;
  /** Where the logs go: a bucket and a path in it. */
  readonly logPath?: Maybe<Scalars['String']['output']>;
  /** The vendor's id of the record (`id`), which is not that of the job. */
  readonly recordId?: Maybe<Scalars['String']['output']>;
};

/** What only Huawei Cloud ServiceStage tells of a deployment job. */
export type HuaweiServicestageJobDetails = {
  readonly __typename?: 'HuaweiServicestageJobDetails';
  /** Which of the vendor's APIs told of it: `v2` or `v3`. v3 tells less of the job itself, and more of what it was done to. */
  readonly apiVersion?: Maybe<Scalars['String']['output']>;
  /** The application of the component that it works on. */
  readonly applicationId?: Maybe<Scalars['String']['output']>;
  /** What people call that application. */
  readonly applicationName?: Maybe<Scalars['String']['output']>;
  /** Its place among the jobs that brought this version out together, as the vendor counts them. */
  readonly batch?: Maybe<Scalars['Int']['output']>;
  /** The version of the component that it brought. */
  readonly componentVersion?: Maybe<Scalars['String']['output']>;
  /** How the version was brought out: `OneBatchRelease`, `RollingRelease` or `GrayRelease`. */
  readonly deployType?: Maybe<Scalars['String']['output']>;
  /** What the job is about, in the vendor's words; often the same as its name. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The environment in which the component runs. */
  readonly environmentName?: Maybe<Scalars['String']['output']>;
  /** Whether that version is the one that runs now. */
  readonly isCurrentVersion?: Maybe<Scalars['Boolean']['output']>;
  /** What it does: `PROVISION`, `DEPROVISION`, `DAILY_OPERATION`, `SYSTEM_INNER` or `UNKNOWN`. */
  readonly jobType?: Maybe<Scalars['String']['output']>;
  /** The order that it belongs to; null where there is none (the vendor's empty text). */
  readonly orderId?: Maybe<Scalars['String']['output']>;
  /** The vendor's project that it belongs to. */
  readonly projectId?: Maybe<Scalars['String']['output']>;
  /** Whether it can be rolled back; v3 only, as all that follows. */
  readonly rollbackEnabled?: Maybe<Scalars['Boolean']['output']>;
  /** The component instance that it works on. */
  readonly serviceInstanceId?: Maybe<Scalars['String']['output']>;
  /** How many tasks the job has, over all pages. */
  readonly taskCount?: Maybe<Scalars['Int']['output']>;
};

/** What only Huawei Volume Backup Service tells of a backup that a policy started. */
export type HuaweiVbsJobDetails = {
  readonly __typename?: 'HuaweiVbsJobDetails';
  /** The name of the backup, e.g. `autobk_a61d`. */
  readonly backupName?: Maybe<Scalars['String']['output']>;
  /** The vendor's error code; null where it gives none, which is usual even for failures. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** The vendor's words on the error; null where it gives none, which is usual even for failures. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** The policy that started the backup. */
  readonly policyId?: Maybe<Scalars['String']['output']>;
  /** What is backed up: the id of a volume. */
  readonly resourceId?: Maybe<Scalars['String']['output']>;
  /** What that is: `volume`. */
  readonly resourceType?: Maybe<Scalars['String']['output']>;
  /** The id of the job in the vendor's other list, which has its steps; null where the vendor leaves it out. */
  readonly vbsJobId?: Maybe<Scalars['String']['output']>;
};

/** What only Huawei Cloud Workspace (application streaming) tells of a run of a scheduled task. */
export type HuaweiWorkspaceJobDetails = {
  readonly __typename?: 'HuaweiWorkspaceJobDetails';
  /** How many of them are at work (the vendor's `excuting_count`). */
  readonly executingCount?: Maybe<Scalars['Int']['output']>;
  /** How many of them failed. */
  readonly failedCount?: Maybe<Scalars['Int']['output']>;
  /** When it runs: `FIXED_TIME`, `DAY`, `WEEK` or `MONTH`; the vendor writes them in either case. */
  readonly scheduledType?: Maybe<Scalars['String']['output']>;
  /** How many of them did well. */
  readonly successCount?: Maybe<Scalars['Int']['output']>;
  /** The scheduled task that ran. */
  readonly taskId?: Maybe<Scalars['String']['output']>;
  /** What it does: `RESTART_SERVER`, `START_SERVER`, `STOP_SERVER` or `REINSTALL_OS`. */
  readonly taskType?: Maybe<Scalars['String']['output']>;
  /** The time zone of the schedule, e.g. `Asia/Shanghai`; the times of the run are in UTC all the same. */
  readonly timeZone?: Maybe<Scalars['String']['output']>;
  /** How many servers the run has to do with. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One run of work at one vendor: a backup, a restart of servers, a deployment. */
export type Job = Node & {
  readonly __typename?: 'Job';
  /** The kind of vendor API, e.g. `zstack` or `huawei-css`; `jobweave backends` prints all of them. */
  readonly backend: Scalars['String']['output'];
  /** When the job came into being at the vendor: the time that lists are ordered by. Null where the vendor tells none (`huawei-servicestage` before its first task). */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who started the job, as the vendor names the user: an id, or e.g. `Ann Other <ann@example.org>`; null where the vendor does not say. */
  readonly createdBy?: Maybe<Scalars['String']['output']>;
  /** The fields that only this vendor has, typed; select them with `... on ZstackJobDetails` and the like. */
  readonly details?: Maybe<JobDetails>;
  /** From `startedAt`, or else `createdAt`, to `finishedAt`, in seconds; null before the end. */
  readonly durationSeconds?: Maybe<Scalars['Float']['output']>;
  /** From `startedAt`, or else `createdAt`, to `finishedAt`, or to now while the job is at work, in seconds; null before it begins, and where nobody knows. */
  readonly elapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Why the job failed; null where it did not, or where the vendor gives no reason. */
  readonly error?: Maybe<JobError>;
  /** When work ended, well or badly; null before that. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque, unique over all sources, the same after a restart and on every replica; enough for `Query.job`, e.g. `job(id: "WyJqIiwi…")`. */
  readonly id: Scalars['ID']['output'];
  /** Whether the job is over for good, so that asking again is useless; null where the status is `UNKNOWN`: it would be a guess. */
  readonly isTerminal?: Maybe<Scalars['Boolean']['output']>;
  /** What sort of work it is, in the vendor's own word, e.g. `volumeBackup` or `RESTART_SERVER`; null where the vendor does not say. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /** What people call the job, e.g. `nightly-backup`; null where the vendor gives no name to a single run. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The vendor's own id of the job, always a text, e.g. `4711` or a uuid; unique within its source. */
  readonly nativeId: Scalars['String']['output'];
  /** How the job stands, in the vendor's own word, e.g. `INIT`; null where the vendor has no word and the status is worked out (`zstack`). */
  readonly nativeStatus?: Maybe<Scalars['String']['output']>;
  /** What the job hangs under: a scheduled task, a cluster, a policy; null where the vendor does not say. */
  readonly origin?: Maybe<Origin>;
  /** The status, coarsely: still to begin, at work, or over. */
  readonly phase: JobPhase;
  /** How many of the job's parts are done; null where the vendor does not count them (only `huawei-workspace` does). */
  readonly progress?: Maybe<JobProgress>;
  /** The vendor's row as received, secrets removed; null where nothing was kept. */
  readonly raw?: Maybe<Scalars['JSON']['output']>;
  /** What the job works on; null where the vendor does not say. */
  readonly resource?: Maybe<CloudResource>;
  /** Where the job was read. */
  readonly source: Source;
  /** When work began; null before that, and where the vendor does not tell it apart from `createdAt`. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How the job stands, in one vocabulary for all vendors. */
  readonly status: JobStatus;
  /** What the vendor says about the status, for people; null where it says nothing. */
  readonly statusMessage?: Maybe<Scalars['String']['output']>;
  /** The job's steps, in the vendor's order. Empty where the vendor has none (`SourceCapabilities.listsTasks`). */
  readonly tasks: TaskConnection;
  /** Where people look at the job, by the template `jobUrl` of its source; null where the source has none, or the job lacks what it needs. */
  readonly url?: Maybe<Scalars['String']['output']>;
};


/** One run of work at one vendor: a backup, a restart of servers, a deployment. */
export type JobTasksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  statuses?: InputMaybe<ReadonlyArray<JobStatus>>;
};

/** One page of the list of jobs, with a report of every source that was asked for it. */
export type JobConnection = {
  readonly __typename?: 'JobConnection';
  /** The jobs of the page with their cursors, in the order of the list. */
  readonly edges: ReadonlyArray<JobEdge>;
  /** The jobs of the page alone, in the order of the list: the same as `edges { node }`. */
  readonly nodes: ReadonlyArray<Job>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How each source did for this page, in the order of the configuration. Sources that the filter excludes are `SKIPPED`. */
  readonly sources: ReadonlyArray<SourceReport>;
  /** How many jobs match, over all pages and sources; null where no source tells. Asking for it may cost one more call per source. */
  readonly totalCount?: Maybe<Count>;
};

/** The fields that only one vendor has: one type per backend. */
export type JobDetails = BuildbotJobDetails | HuaweiCbrJobDetails | HuaweiCssJobDetails | HuaweiServicestageJobDetails | HuaweiVbsJobDetails | HuaweiWorkspaceJobDetails | ZstackJobDetails | ZstackLongjobJobDetails;

/** One job in its place in a list. */
export type JobEdge = {
  readonly __typename?: 'JobEdge';
  /** The place, to go on from with `after` or `before`: opaque, and good for the same filter and order only. */
  readonly cursor: Scalars['String']['output'];
  /** Whether the job comes after its place in the order, because its source could not answer in time for an earlier page. */
  readonly late: Scalars['Boolean']['output'];
  /** The job. */
  readonly node: Job;
};

/** Why a job or a task failed, in the vendor's words. */
export type JobError = {
  readonly __typename?: 'JobError';
  /** The vendor's code, e.g. `SYS.1012` or `ECC00011`; null where it gives none. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** The vendor's words, for people; null where it gives none. */
  readonly message?: Maybe<Scalars['String']['output']>;
};

/**
 * Which jobs. All given fields must hold; a field left out, or null, asks nothing; an empty list matches no job.
 * A field means the same for every vendor: what a vendor cannot filter itself, the gateway does (`SourceReport.residual`).
 */
export type JobFilter = {
  /** Jobs of sources of one of these backends, e.g. `zstack`. The others are not asked at all. An unknown backend is `BAD_USER_INPUT`. */
  readonly backends?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Jobs created at this instant or later, e.g. `2026-11-25T00:00:00Z`. A job without `createdAt` never matches. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Jobs created before this instant, itself excluded, e.g. `2026-11-26T00:00:00Z`. A job without `createdAt` never matches. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Jobs that one of these users started, as `Job.createdBy` names them, e.g. `["Ann Other <ann@example.org>"]`. Sources that never tell it are not asked. */
  readonly createdBy?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /**
   * Jobs created at most so long ago, e.g. `PT24H`. It counts from the first page of a walk, and the cursors keep that: the same jobs
   * match on every page. A job without `createdAt` never matches.
   */
  readonly createdWithin?: InputMaybe<Scalars['Duration']['input']>;
  /** Jobs that ended at this instant or later, e.g. `2026-11-25T08:00:00+08:00`. A job without `finishedAt` never matches. */
  readonly finishedAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Jobs that ended before this instant, itself excluded, e.g. `2026-11-26T00:00:00Z`. A job without `finishedAt` never matches. */
  readonly finishedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Jobs of one of these kinds, in the vendor's own words (`Job.kind`), e.g. `["volumeBackup"]`, upper and lower case alike. */
  readonly kinds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Jobs whose name (`Job.name`) has this text in it, upper and lower case alike, e.g. `nightly`. A job without a name never matches. */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  /** Jobs of one of these names (`Job.name`), e.g. `["nightly-backup"]`, upper and lower case alike. A job without a name never matches. */
  readonly names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Jobs with none of these statuses, e.g. `[SUCCEEDED, SKIPPED]`: what is not simply well. An empty list excludes none. */
  readonly notStatuses?: InputMaybe<ReadonlyArray<JobStatus>>;
  /** Jobs that hang under one of these origins, by `Origin.id`, as `Source.origins` and `Job.origin` give it. */
  readonly origins?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Jobs in one of these phases, e.g. `[PENDING, ACTIVE]` for all that is still at work: shorter than listing every status that belongs to it. */
  readonly phases?: InputMaybe<ReadonlyArray<JobPhase>>;
  /** Jobs that work on one of these resources, by the vendor's own id (`CloudResource.nativeId`, e.g. the uuid of a machine). */
  readonly resourceIds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Jobs of one of these sources, by `Source.id`, e.g. `["dc1"]`. The others are not asked at all. An id that is not configured is `BAD_USER_INPUT`. */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Jobs with one of these statuses, e.g. `[FAILED, TIMED_OUT]`. */
  readonly statuses?: InputMaybe<ReadonlyArray<JobStatus>>;
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

/** How many of a job's parts stand how, as the vendor counts them: the numbers need not add up. Null: not told. */
export type JobProgress = {
  readonly __typename?: 'JobProgress';
  /** Parts that failed. */
  readonly failed?: Maybe<Scalars['Int']['output']>;
  /** Parts at work. */
  readonly running?: Maybe<Scalars['Int']['output']>;
  /** Parts that did well. */
  readonly succeeded?: Maybe<Scalars['Int']['output']>;
  /** All parts. */
  readonly total?: Maybe<Scalars['Int']['output']>;
};

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

/** Something with an id that is enough to fetch it again. */
export type Node = {
  /** Opaque, unique over all types and sources, and the same after a restart and on every replica. */
  readonly id: Scalars['ID']['output'];
};

/** What jobs hang under: a scheduled task, a cluster, a backup policy, a scheduler job, a component instance. */
export type Origin = Node & {
  readonly __typename?: 'Origin';
  /** Opaque, unique over all sources, the same after a restart and on every replica; `Query.node` and `JobFilter.origins` take it. */
  readonly id: Scalars['ID']['output'];
  /** The jobs that hang under it: as `Query.jobs` with a filter on it. Null, and errors, as there. */
  readonly jobs?: Maybe<JobConnection>;
  /** What it is, e.g. `cluster`: one word per backend, or one for each sort of thing where a vendor has several. */
  readonly kind: Scalars['String']['output'];
  /** What people call it; null where it has no name, or is gone at the vendor. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The vendor's own id of it, unique within its source. */
  readonly nativeId: Scalars['String']['output'];
  /** Where it was found. */
  readonly source: Source;
};


/** What jobs hang under: a scheduled task, a cluster, a backup policy, a scheduler job, a component instance. */
export type OriginJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<JobOrder>;
};

/** One page of the origins of one source. */
export type OriginConnection = {
  readonly __typename?: 'OriginConnection';
  /** The origins of the page with their cursors. */
  readonly edges: ReadonlyArray<OriginEdge>;
  /** The origins of the page alone: the same as `edges { node }`. */
  readonly nodes: ReadonlyArray<Origin>;
  /** Where the page stands in the list. It is read forwards only, so `hasPreviousPage` tells only whether `after` was given. */
  readonly pageInfo: PageInfo;
  /** How many origins the source has, over all pages; null where that is not known yet. */
  readonly totalCount?: Maybe<Count>;
};

/** One origin in its place in the list of a source. */
export type OriginEdge = {
  readonly __typename?: 'OriginEdge';
  /** The place, to go on from with `after`: opaque, and good for the same source only. */
  readonly cursor: Scalars['String']['output'];
  /** The origin. */
  readonly node: Origin;
};

/** Where a page stands in its list, as the Relay cursor connections specification has it. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The position after this page, to go on from with `after`; null where nothing was read. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /**
   * Whether rows follow this page in the order of the list: ask again with `after: endCursor`. It is also true where a source is
   * behind and its rows are still to come, so a page may be short, or empty, and yet have a next one.
   */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page in the order of the list: ask again with `before: startCursor`. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge; null on an empty page with nothing before it. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * One job, asked afresh at its source with as few calls as the vendor allows. Null where the source has no such job any more;
   * null with an entry in `errors` where the source could not answer (`UPSTREAM_…`) or is not configured any more (`NOT_FOUND`).
   */
  readonly job?: Maybe<Job>;
  /**
   * The jobs of all sources as one list in one total order.
   *
   * A source that cannot answer does not fail the list: its report in `sources` says why, `errors` has one entry for it (none with
   * the header `x-jobweave-source-errors: report`), and its rows come on a later page, marked `late`. Only where every asked source fails is this field an error, and null alone: what
   * was asked beside it is still answered.
   * Errors: `BAD_USER_INPUT` (a count below 0 or above 500, `first` together with `last`), `CURSOR_INVALID` (not a cursor of this
   * gateway), `CURSOR_MISMATCH` (a cursor of another filter or order).
   */
  readonly jobs?: Maybe<JobConnection>;
  /** Whatever has this id: a job, a task, an origin, a resource or a source. Null as for `job`. */
  readonly node?: Maybe<Node>;
  /** Whatever has these ids, in the order asked; each that is not there is null, as for `job`. */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** One configured source; null where none has this id. */
  readonly source?: Maybe<Source>;
  /** Every configured source, in the order of the configuration. */
  readonly sources: ReadonlyArray<Source>;
  /** One task, asked afresh at its source. Null as for `job`. */
  readonly task?: Maybe<Task>;
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QueryJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<JobOrder>;
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QuerySourceArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. Nothing can be written: the gateway never changes anything at a vendor. */
export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};

/** One configured instance of a vendor API: an endpoint, a project, credentials. Two regions are two sources. */
export type Source = Node & {
  readonly __typename?: 'Source';
  /** The kind of vendor API, e.g. `zstack` or `huawei-css`; `jobweave backends` prints all of them. */
  readonly backend: Scalars['String']['output'];
  /** What the vendor can do itself; all else the gateway does. */
  readonly capabilities: SourceCapabilities;
  /** The machine or service that people know it by, e.g. `zstack.example.com`; null where the configuration does not say: it is never worked out of the address. */
  readonly host?: Maybe<Scalars['String']['output']>;
  /** The id in the configuration, e.g. `dc1`; enough for `Query.source` and `Query.node`. */
  readonly id: Scalars['ID']['output'];
  /** The jobs of this source alone: as `Query.jobs` with a filter on it. Null, and errors, as there. */
  readonly jobs?: Maybe<JobConnection>;
  /** What the configuration says beside, e.g. `team: platform`; empty where it says nothing. */
  readonly labels: ReadonlyArray<SourceLabel>;
  /** When the source was last asked; null before the first time. */
  readonly lastCheckedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the source last failed; null where it never did, or has answered since. */
  readonly lastError?: Maybe<SourceError>;
  /** What people call it, e.g. `Data centre Shanghai`; null where the configuration does not say. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /**
   * What the source's jobs hang under. Where the source cannot list them now the page is empty and says that more follow; an entry in
   * `errors` tells why.
   */
  readonly origins: OriginConnection;
  /** Where it is, e.g. `cn-north-4`; null where the configuration does not say. */
  readonly region?: Maybe<Scalars['String']['output']>;
  /** How the source did lately. */
  readonly state: SourceState;
};


/** One configured instance of a vendor API: an endpoint, a project, credentials. Two regions are two sources. */
export type SourceJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<JobOrder>;
};


/** One configured instance of a vendor API: an endpoint, a project, credentials. Two regions are two sources. */
export type SourceOriginsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What a vendor's list can do itself. What it cannot, the gateway does, at the price of reading more rows. */
export type SourceCapabilities = {
  readonly __typename?: 'SourceCapabilities';
  /** Whether the vendor tells how many jobs there are. */
  readonly countsJobs: Scalars['Boolean']['output'];
  /** The fields of `JobFilter`, by name, that the vendor applies, wholly or for some values. */
  readonly filters: ReadonlyArray<Scalars['String']['output']>;
  /** Whether the vendor's jobs have tasks. */
  readonly listsTasks: Scalars['Boolean']['output'];
  /** The orders in which the vendor gives its rows. */
  readonly orders: ReadonlyArray<JobOrder>;
  /** The most rows that the gateway asks of the vendor in one call. */
  readonly pageSizeMax: Scalars['Int']['output'];
  /** Whether the vendor sorts upon request; otherwise the gateway checks the vendor's own order, or reads the list whole and sorts. */
  readonly sortsNatively: Scalars['Boolean']['output'];
};

/** Why a source could not answer. The same is in `errors`, under `extensions`. */
export type SourceError = {
  readonly __typename?: 'SourceError';
  /**
   * What sort of failure, for programs: one of `UPSTREAM_TIMEOUT`, `UPSTREAM_UNAVAILABLE`, `UPSTREAM_CIRCUIT_OPEN`, `UPSTREAM_LATE`,
   * `UPSTREAM_RATE_LIMITED`, `UPSTREAM_AUTH_FAILED`, `UPSTREAM_FORBIDDEN`, `UPSTREAM_BAD_RESPONSE`, `UPSTREAM_REJECTED`,
   * `GATEWAY_OVERLOADED`, `OPERATION_TOO_COSTLY`, `DEADLINE_EXCEEDED`, `SCAN_LIMIT_REACHED`, `UNAUTHENTICATED`, `NOT_FOUND`,
   * `INTERNAL_SERVER_ERROR`. More may come: treat an unknown one as not retryable.
   */
  readonly code: Scalars['String']['output'];
  /** What is wrong, for people. */
  readonly message: Scalars['String']['output'];
  /** How long to wait before asking again, in milliseconds; null where nothing says. */
  readonly retryAfterMs?: Maybe<Scalars['Int']['output']>;
  /** Whether asking again, unchanged, may do better. */
  readonly retryable: Scalars['Boolean']['output'];
  /** The HTTP status that the vendor answered with; null where it did not answer. */
  readonly upstreamStatus?: Maybe<Scalars['Int']['output']>;
};

/** One thing that the configuration says about a source. */
export type SourceLabel = {
  readonly __typename?: 'SourceLabel';
  /** What it is about, e.g. `team`. */
  readonly key: Scalars['String']['output'];
  /** What it says, e.g. `platform`. */
  readonly value: Scalars['String']['output'];
};

/**
 * How one source did for one page of jobs, and what the whole operation cost there: `requests`, `rowsFetched`, `cacheHits`, `durationMs` and
 * `waitedMs` count all that was read of the source for this operation, the names, tasks and counts that it selects included. Two lists
 * in one operation tell the same numbers.
 */
export type SourceReport = {
  readonly __typename?: 'SourceReport';
  /** Answers that cost no request: out of the cache, or shared with another asker. */
  readonly cacheHits: Scalars['Int']['output'];
  /** From the first request, or the wait for its turn, to the last answer of this source, in milliseconds. */
  readonly durationMs: Scalars['Float']['output'];
  /** Why they are not, or what is odd about them; null where the state is `OK`, or where the filter excludes the source. */
  readonly error?: Maybe<SourceError>;
  /**
   * Rows that should have come by now are still to come: the source failed in a way that may pass, was late, needs more requests than the
   * operation may send, or has more late rows than the page had room for. A walk that has ended all the same goes on from `endCursor` at any later time, and then has them, marked `late`.
   */
  readonly owesRows: Scalars['Boolean']['output'];
  /** The fields of `JobFilter`, by name, that the vendor applied. */
  readonly pushedDown: ReadonlyArray<Scalars['String']['output']>;
  /** HTTP requests really sent to the vendor, sign-ins and retries included, shared and cached answers excluded. */
  readonly requests: Scalars['Int']['output'];
  /** The fields of `JobFilter`, by name, that the gateway applied to the rows it read. */
  readonly residual: ReadonlyArray<Scalars['String']['output']>;
  /** Rows of jobs in the answers that were read, whether they match or not; a row that came twice counts twice. */
  readonly rowsFetched: Scalars['Int']['output'];
  /** Rows of them that are on this page. */
  readonly rowsReturned: Scalars['Int']['output'];
  /** The source. */
  readonly source: Source;
  /** Whether all rows that belong on the page are on it. */
  readonly state: SourceReportState;
  /** Of it, waiting for a turn (queue, rate limit), in milliseconds. */
  readonly waitedMs: Scalars['Float']['output'];
};

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

/** One step of a job, or one of the machines that it works on. */
export type Task = Node & {
  readonly __typename?: 'Task';
  /** When the task came into being, or began where the vendor tells only that; null where it tells neither. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** From `startedAt`, or else `createdAt`, to `finishedAt`, in seconds; null before the end. */
  readonly durationSeconds?: Maybe<Scalars['Float']['output']>;
  /** The same, and to now while the task is at work; null before it begins, and where nobody knows. */
  readonly elapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Why the task failed; null where it did not, or where the vendor gives no reason. */
  readonly error?: Maybe<JobError>;
  /** When the task ended, well or badly; null before that. `huawei-servicestage` tells no end: there it is the time of the last update. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque, unique over all sources, the same after a restart and on every replica; enough for `Query.task`. */
  readonly id: Scalars['ID']['output'];
  /** The vendor's place of the task in its job: from 0, or the vendor's own number, which may leave gaps. */
  readonly index: Scalars['Int']['output'];
  /** Whether the task is over for good; null where the status is `UNKNOWN`: it would be a guess. */
  readonly isTerminal?: Maybe<Scalars['Boolean']['output']>;
  /** The job that the task belongs to. */
  readonly job: Job;
  /** What sort of work it is, in the vendor's own word, e.g. `restful`; null where the vendor does not say. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /** What people call the task; null where the vendor gives no name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The vendor's own id of the task, always a text; unique within its job. */
  readonly nativeId: Scalars['String']['output'];
  /** How the task stands, in the vendor's own word; null where the vendor has no word for it. */
  readonly nativeStatus?: Maybe<Scalars['String']['output']>;
  /** The status, coarsely: still to begin, at work, or over. */
  readonly phase: JobPhase;
  /** The vendor's row as received, secrets removed; null where nothing was kept. */
  readonly raw?: Maybe<Scalars['JSON']['output']>;
  /** What the task works on, e.g. a server; null where the vendor does not say. */
  readonly resource?: Maybe<CloudResource>;
  /** When work began; null before that, and where the vendor does not tell it apart from `createdAt` (`huawei-servicestage`). */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How the task stands, in one vocabulary for all vendors. */
  readonly status: JobStatus;
  /** What the vendor says about the status, for people; null where it says nothing. */
  readonly statusMessage?: Maybe<Scalars['String']['output']>;
};

/** One page of the tasks of one job. */
export type TaskConnection = {
  readonly __typename?: 'TaskConnection';
  /** The tasks of the page with their cursors, in the vendor's order. */
  readonly edges: ReadonlyArray<TaskEdge>;
  /** The tasks of the page alone: the same as `edges { node }`. */
  readonly nodes: ReadonlyArray<Task>;
  /** Where the page stands in the list. Read forwards, `hasPreviousPage` tells only whether `after` was given; backwards, `hasNextPage` only whether `before` was. */
  readonly pageInfo: PageInfo;
  /** How many tasks match, over all pages; null where the vendor does not tell. */
  readonly totalCount?: Maybe<Count>;
};

/** One task in its place in a job. */
export type TaskEdge = {
  readonly __typename?: 'TaskEdge';
  /** The place, to go on from with `after` or `before`: opaque, and good for the tasks of the same job with the same statuses only. */
  readonly cursor: Scalars['String']['output'];
  /** The task. */
  readonly node: Task;
};

/** What only ZStack tells of a run of a scheduler job. Null: not in the row; versions before 3.9.0 know neither `jobType` nor `fireInstanceId`. */
export type ZstackJobDetails = {
  readonly __typename?: 'ZstackJobDetails';
  /** How long the run took, in whole seconds, so 0 below one second; null while it runs. */
  readonly executeSeconds?: Maybe<Scalars['Float']['output']>;
  /** One firing of a group: the runs that began together have it in common. */
  readonly fireInstanceId?: Maybe<Scalars['String']['output']>;
  /** The group that the scheduler job ran in (`schedulerJobGroupUuid`); null where it ran on its own. */
  readonly jobGroupUuid?: Maybe<Scalars['String']['output']>;
  /** What ran, e.g. `volumeBackup`, `vmBackup`, `startVm`. */
  readonly jobType?: Maybe<Scalars['String']['output']>;
  /** The scheduler job that ran (`schedulerJobUuid`). It may be gone: the history outlives it. */
  readonly jobUuid?: Maybe<Scalars['String']['output']>;
  /** What the scheduler asked ZStack to do (`requestDump`), secrets removed; a text where it is not JSON, as when the vendor cut it. */
  readonly request?: Maybe<Scalars['JSON']['output']>;
  /** What ZStack answered (`resultDump`); null while it runs; a text where it is not JSON. */
  readonly result?: Maybe<Scalars['JSON']['output']>;
  /** The vendor's own flag. It is false while the job runs, too: `Job.status` knows better. */
  readonly success?: Maybe<Scalars['Boolean']['output']>;
  /** The resource that the run worked on: a machine, a volume. */
  readonly targetResourceUuid?: Maybe<Scalars['String']['output']>;
  /** The name of that trigger, asked at the vendor only where this field is selected; null where the trigger is gone. */
  readonly triggerName?: Maybe<Scalars['String']['output']>;
  /** The trigger that fired. */
  readonly triggerUuid?: Maybe<Scalars['String']['output']>;
};

/** What only ZStack tells of a long job. */
export type ZstackLongjobJobDetails = {
  readonly __typename?: 'ZstackLongjobJobDetails';
  /** The API call that it came from. */
  readonly apiId?: Maybe<Scalars['String']['output']>;
  /** What it is about, in the words of whoever submitted it. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** How long it took, in whole seconds; null until it has ended. */
  readonly executeSeconds?: Maybe<Scalars['Float']['output']>;
  /** What it does: the name of a message class, such as `APIAddImageMsg`. */
  readonly jobName?: Maybe<Scalars['String']['output']>;
  /** The management node that it runs on; null where that is not known any more. */
  readonly managementNodeUuid?: Maybe<Scalars['String']['output']>;
  /** What was asked for (`jobData`), secrets removed; a text where it is not JSON. */
  readonly request?: Maybe<Scalars['JSON']['output']>;
  /** How it ended (`jobResult`): often one word; JSON where the vendor writes that. */
  readonly result?: Maybe<Scalars['JSON']['output']>;
  /** The resource that it works on; null where the vendor leaves it out. */
  readonly targetResourceUuid?: Maybe<Scalars['String']['output']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  JobDetails:
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
    | ( JobDetailsModel )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( CloudResourceModel )
    | ( JobModel )
    | ( OriginModel )
    | ( JobSource )
    | ( TaskModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BuildbotJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  CloudResource: ResolverTypeWrapper<CloudResourceModel>;
  Count: ResolverTypeWrapper<Count>;
  CountPrecision: CountPrecision;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  HuaweiCbrJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  HuaweiCssJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  HuaweiServicestageJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  HuaweiVbsJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  HuaweiWorkspaceJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Job: ResolverTypeWrapper<JobModel>;
  JobConnection: ResolverTypeWrapper<JobPage>;
  JobDetails: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['JobDetails']>;
  JobEdge: ResolverTypeWrapper<JobEdgeModel>;
  JobError: ResolverTypeWrapper<JobError>;
  JobFilter: JobFilter;
  JobOrder: JobOrder;
  JobPhase: JobPhase;
  JobProgress: ResolverTypeWrapper<JobProgress>;
  JobStatus: JobStatus;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Origin: ResolverTypeWrapper<OriginModel>;
  OriginConnection: ResolverTypeWrapper<Omit<OriginConnection, 'edges' | 'nodes' | 'pageInfo'> & { edges: ReadonlyArray<ResolversTypes['OriginEdge']>, nodes: ReadonlyArray<ResolversTypes['Origin']>, pageInfo: ResolversTypes['PageInfo'] }>;
  OriginEdge: ResolverTypeWrapper<Omit<OriginEdge, 'node'> & { node: ResolversTypes['Origin'] }>;
  PageInfo: ResolverTypeWrapper<PageInfoModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Source: ResolverTypeWrapper<JobSource>;
  SourceCapabilities: ResolverTypeWrapper<SourceCapabilities>;
  SourceError: ResolverTypeWrapper<SourceError>;
  SourceLabel: ResolverTypeWrapper<SourceLabel>;
  SourceReport: ResolverTypeWrapper<SourceReportModel>;
  SourceReportState: SourceReportState;
  SourceState: SourceState;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Task: ResolverTypeWrapper<TaskModel>;
  TaskConnection: ResolverTypeWrapper<Omit<TaskConnection, 'edges' | 'nodes' | 'pageInfo'> & { edges: ReadonlyArray<ResolversTypes['TaskEdge']>, nodes: ReadonlyArray<ResolversTypes['Task']>, pageInfo: ResolversTypes['PageInfo'] }>;
  TaskEdge: ResolverTypeWrapper<Omit<TaskEdge, 'node'> & { node: ResolversTypes['Task'] }>;
  ZstackJobDetails: ResolverTypeWrapper<JobDetailsModel>;
  ZstackLongjobJobDetails: ResolverTypeWrapper<JobDetailsModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  BuildbotJobDetails: JobDetailsModel;
  CloudResource: CloudResourceModel;
  Count: Count;
  DateTime: Scalars['DateTime']['output'];
  Duration: Scalars['Duration']['output'];
  Float: Scalars['Float']['output'];
  HuaweiCbrJobDetails: JobDetailsModel;
  HuaweiCssJobDetails: JobDetailsModel;
  HuaweiServicestageJobDetails: JobDetailsModel;
  HuaweiVbsJobDetails: JobDetailsModel;
  HuaweiWorkspaceJobDetails: JobDetailsModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Job: JobModel;
  JobConnection: JobPage;
  JobDetails: ResolversUnionTypes<ResolversParentTypes>['JobDetails'];
  JobEdge: JobEdgeModel;
  JobError: JobError;
  JobFilter: JobFilter;
  JobProgress: JobProgress;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Origin: OriginModel;
  OriginConnection: Omit<OriginConnection, 'edges' | 'nodes' | 'pageInfo'> & { edges: ReadonlyArray<ResolversParentTypes['OriginEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Origin']>, pageInfo: ResolversParentTypes['PageInfo'] };
  OriginEdge: Omit<OriginEdge, 'node'> & { node: ResolversParentTypes['Origin'] };
  PageInfo: PageInfoModel;
  Query: Record<PropertyKey, never>;
  Source: JobSource;
  SourceCapabilities: SourceCapabilities;
  SourceError: SourceError;
  SourceLabel: SourceLabel;
  SourceReport: SourceReportModel;
  String: Scalars['String']['output'];
  Task: TaskModel;
  TaskConnection: Omit<TaskConnection, 'edges' | 'nodes' | 'pageInfo'> & { edges: ReadonlyArray<ResolversParentTypes['TaskEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Task']>, pageInfo: ResolversParentTypes['PageInfo'] };
  TaskEdge: Omit<TaskEdge, 'node'> & { node: ResolversParentTypes['Task'] };
  ZstackJobDetails: JobDetailsModel;
  ZstackLongjobJobDetails: JobDetailsModel;
};

export type BuildbotJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BuildbotJobDetails'] = ResolversParentTypes['BuildbotJobDetails']> = {
  builderId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  buildsetId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  claimedByMasterId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  waitedFor?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CloudResourceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CloudResource'] = ResolversParentTypes['CloudResource']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobs?: Resolver<Maybe<ResolversTypes['JobConnection']>, ParentType, ContextType, RequireFields<CloudResourceJobsArgs, 'orderBy'>>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Count'] = ResolversParentTypes['Count']> = {
  precision?: Resolver<ResolversTypes['CountPrecision'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
}

export type HuaweiCbrJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HuaweiCbrJobDetails'] = ResolversParentTypes['HuaweiCbrJobDetails']> = {
  backupId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  backupName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  checkpointId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policyId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  progressPercent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  providerId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resourceName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vaultId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vaultName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HuaweiCssJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HuaweiCssJobDetails'] = ResolversParentTypes['HuaweiCssJobDetails']> = {
  clusterId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failedMsg?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  logPath?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HuaweiServicestageJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HuaweiServicestageJobDetails'] = ResolversParentTypes['HuaweiServicestageJobDetails']> = {
  apiVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  applicationId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  applicationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  batch?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  componentVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deployType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  environmentName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isCurrentVersion?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  jobType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  projectId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rollbackEnabled?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  serviceInstanceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  taskCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HuaweiVbsJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HuaweiVbsJobDetails'] = ResolversParentTypes['HuaweiVbsJobDetails']> = {
  backupName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policyId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resourceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resourceType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vbsJobId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HuaweiWorkspaceJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['HuaweiWorkspaceJobDetails'] = ResolversParentTypes['HuaweiWorkspaceJobDetails']> = {
  executingCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failedCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  scheduledType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  successCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  taskId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  taskType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  backend?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['JobDetails']>, ParentType, ContextType>;
  durationSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['JobError']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isTerminal?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origin?: Resolver<Maybe<ResolversTypes['Origin']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['JobProgress']>, ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  resource?: Resolver<Maybe<ResolversTypes['CloudResource']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['JobStatus'], ParentType, ContextType>;
  statusMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tasks?: Resolver<ResolversTypes['TaskConnection'], ParentType, ContextType, RequireFields<JobTasksArgs, 'first'>>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JobConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobConnection'] = ResolversParentTypes['JobConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['JobEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['SourceReport']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
};

export type JobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobDetails'] = ResolversParentTypes['JobDetails']> = {
  __resolveType: TypeResolveFn<'BuildbotJobDetails' | 'HuaweiCbrJobDetails' | 'HuaweiCssJobDetails' | 'HuaweiServicestageJobDetails' | 'HuaweiVbsJobDetails' | 'HuaweiWorkspaceJobDetails' | 'ZstackJobDetails' | 'ZstackLongjobJobDetails', ParentType, ContextType>;
};

export type JobEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobEdge'] = ResolversParentTypes['JobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  late?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
};

export type JobErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobError'] = ResolversParentTypes['JobError']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type JobProgressResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobProgress'] = ResolversParentTypes['JobProgress']> = {
  failed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  running?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  succeeded?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'CloudResource' | 'Job' | 'Origin' | 'Source' | 'Task', ParentType, ContextType>;
};

export type OriginResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Origin'] = ResolversParentTypes['Origin']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobs?: Resolver<Maybe<ResolversTypes['JobConnection']>, ParentType, ContextType, RequireFields<OriginJobsArgs, 'orderBy'>>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OriginConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OriginConnection'] = ResolversParentTypes['OriginConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OriginEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Origin']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
};

export type OriginEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['OriginEdge'] = ResolversParentTypes['OriginEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Origin'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobs?: Resolver<Maybe<ResolversTypes['JobConnection']>, ParentType, ContextType, RequireFields<QueryJobsArgs, 'orderBy'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  source?: Resolver<Maybe<ResolversTypes['Source']>, ParentType, ContextType, RequireFields<QuerySourceArgs, 'id'>>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['Source']>, ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>;
};

export type SourceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  backend?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  capabilities?: Resolver<ResolversTypes['SourceCapabilities'], ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobs?: Resolver<Maybe<ResolversTypes['JobConnection']>, ParentType, ContextType, RequireFields<SourceJobsArgs, 'orderBy'>>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['SourceLabel']>, ParentType, ContextType>;
  lastCheckedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['SourceError']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origins?: Resolver<ResolversTypes['OriginConnection'], ParentType, ContextType, RequireFields<SourceOriginsArgs, 'first'>>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SourceState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SourceCapabilitiesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceCapabilities'] = ResolversParentTypes['SourceCapabilities']> = {
  countsJobs?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  filters?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  listsTasks?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  orders?: Resolver<ReadonlyArray<ResolversTypes['JobOrder']>, ParentType, ContextType>;
  pageSizeMax?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sortsNatively?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SourceErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceError'] = ResolversParentTypes['SourceError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SourceLabelResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceLabel'] = ResolversParentTypes['SourceLabel']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SourceReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SourceReport'] = ResolversParentTypes['SourceReport']> = {
  cacheHits?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['SourceError']>, ParentType, ContextType>;
  owesRows?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pushedDown?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  residual?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  rowsFetched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rowsReturned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SourceReportState'], ParentType, ContextType>;
  waitedMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TaskResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task']> = {
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  durationSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  elapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['JobError']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isTerminal?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  job?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  raw?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  resource?: Resolver<Maybe<ResolversTypes['CloudResource']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['JobStatus'], ParentType, ContextType>;
  statusMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TaskConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TaskConnection'] = ResolversParentTypes['TaskConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TaskEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
};

export type TaskEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TaskEdge'] = ResolversParentTypes['TaskEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
};

export type ZstackJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ZstackJobDetails'] = ResolversParentTypes['ZstackJobDetails']> = {
  executeSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  fireInstanceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobGroupUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  success?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  targetResourceUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  triggerName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  triggerUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ZstackLongjobJobDetailsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ZstackLongjobJobDetails'] = ResolversParentTypes['ZstackLongjobJobDetails']> = {
  apiId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  executeSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  jobName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  managementNodeUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  targetResourceUuid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  BuildbotJobDetails?: BuildbotJobDetailsResolvers<ContextType>;
  CloudResource?: CloudResourceResolvers<ContextType>;
  Count?: CountResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  HuaweiCbrJobDetails?: HuaweiCbrJobDetailsResolvers<ContextType>;
  HuaweiCssJobDetails?: HuaweiCssJobDetailsResolvers<ContextType>;
  HuaweiServicestageJobDetails?: HuaweiServicestageJobDetailsResolvers<ContextType>;
  HuaweiVbsJobDetails?: HuaweiVbsJobDetailsResolvers<ContextType>;
  HuaweiWorkspaceJobDetails?: HuaweiWorkspaceJobDetailsResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Job?: JobResolvers<ContextType>;
  JobConnection?: JobConnectionResolvers<ContextType>;
  JobDetails?: JobDetailsResolvers<ContextType>;
  JobEdge?: JobEdgeResolvers<ContextType>;
  JobError?: JobErrorResolvers<ContextType>;
  JobProgress?: JobProgressResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Origin?: OriginResolvers<ContextType>;
  OriginConnection?: OriginConnectionResolvers<ContextType>;
  OriginEdge?: OriginEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  SourceCapabilities?: SourceCapabilitiesResolvers<ContextType>;
  SourceError?: SourceErrorResolvers<ContextType>;
  SourceLabel?: SourceLabelResolvers<ContextType>;
  SourceReport?: SourceReportResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  TaskConnection?: TaskConnectionResolvers<ContextType>;
  TaskEdge?: TaskEdgeResolvers<ContextType>;
  ZstackJobDetails?: ZstackJobDetailsResolvers<ContextType>;
  ZstackLongjobJobDetails?: ZstackLongjobJobDetailsResolvers<ContextType>;
};


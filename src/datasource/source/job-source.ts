import type { JobKey } from '../../model/global-id.ts';
import type { Job, Origin, Task } from '../../model/job.ts';
import type { JobFilter, JobOrder } from '../../model/job-filter.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Note } from '../contract/note.ts';
import type { SourceHealth } from '../contract/source-health.ts';
import type { FilterPlan } from '../filter/plan-filter.ts';
import type { JobStream } from '../stream/job-stream.ts';
import type { OpenRequest } from '../stream/open-request.ts';

/** What the configuration says about a source, for people. */
export interface SourceAbout {
  readonly name: string | null;
  readonly region: string | null;
  readonly host: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Template of the address of a job. */
  readonly jobUrl: string | null;
}

export const NOTHING_ABOUT: SourceAbout = { name: null, region: null, host: null, labels: {}, jobUrl: null };

/** One configured source, whatever its vendor. Methods that read throw `SourceError`. */
export interface JobSource {
  readonly id: string;
  readonly backend: string;
  readonly about: SourceAbout;
  readonly capabilities: Capabilities;
  /** After how long a page goes out without this source, in milliseconds. */
  readonly deadlineMs: number;
  /** Where exceptions go that nobody threw on purpose. */
  readonly defects: Defects;
  /** How long the source is not asked once it has failed too often, in milliseconds. */
  readonly recoveryMs: number;
  readonly planFilter: (filter: JobFilter) => FilterPlan;
  readonly openJobs: (request: OpenRequest) => Promise<OpenedSource>;
  /** One answer per key, in the keys' order; `null`: the vendor knows no such job. */
  readonly findJobs: (
    keys: readonly JobKey[],
    scope: SourceScope,
  ) => Promise<readonly (Job | null | SourceError)[]>;
  readonly keyOf: (job: Job) => JobKey;
  readonly openTasks: (job: Job, scope: SourceScope) => TaskList;
  readonly listOrigins: (scope: SourceScope) => Promise<readonly Origin[]>;
  /** One answer per native id, in the ids' order; `null`: the source has no such origin, or may not show it. */
  readonly findOrigins: (
    ids: readonly string[],
    scope: SourceScope,
  ) => Promise<readonly (Origin | null | SourceError)[]>;
  /** One answer per id, in the ids' order; `null`: it has no name. `lookup` is one of the backend's declared lookups. */
  readonly findNames: (
    lookup: string,
    ids: readonly string[],
    scope: SourceScope,
  ) => Promise<readonly (string | null | SourceError)[]>;
  readonly health: () => SourceHealth;
  readonly close: () => Promise<void>;
}

export interface OpenedSource {
  readonly streams: readonly JobStream[];
  readonly notes: readonly Note[];
  /** `false`: streams may be missing, and their rows with them: what is counted is a lower bound. */
  readonly isComplete: boolean;
  /** What was found, for people who check the source. */
  readonly remarks: readonly string[];
}

/** The tasks of one job, read page by page as they are asked for. */
export interface TaskList {
  /** At least the first `count` tasks, or all there are. */
  readonly atLeast: (count: number) => Promise<{ readonly tasks: readonly Task[]; readonly isAll: boolean }>;
  /** What the vendor counts; `null`: it does not. */
  readonly total: () => number | null;
  readonly notes: readonly Note[];
}

export interface Capabilities {
  /** Whether the vendor itself sorts; else it has one order, which is checked while reading. */
  readonly sortsNatively: boolean;
  readonly orders: readonly JobOrder[];
  /** Fields of a filter of which the vendor can apply at least some values. */
  readonly filters: readonly string[];
  readonly countsJobs: boolean;
  readonly listsTasks: boolean;
  readonly pageSizeMax: number;
}

import type { Instant, Job, JobDetails, JobFields, TaskFields } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import type { JobStatus } from '../../model/job-status.ts';
import type { Direction } from '../../model/sort-key.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { Envelope, ListShape } from '../wire/list-reader.ts';
import type { RowReader } from '../wire/row-reader.ts';
import type { Bounds } from './bounds.ts';
import type { Pager } from './pager.ts';
import type { FaultReader, Query, VendorRequest } from './transport.ts';

/**
 * All that a vendor says about itself. It is data and small functions of data: the engine does the work. `Details`: the
 * vendor's type in the union `JobDetails` of the schema.
 */
export interface BackendDefinition<Details extends JobDetails = JobDetails> extends Bounds {
  readonly name: string;
  /** What jobs hang under, e.g. `cluster`. */
  readonly originKind: string;
  readonly readFault: FaultReader;
  /** Finds the lists of jobs that the source consists of. */
  readonly discover: (read: VendorReader) => Promise<readonly StreamSpec[]>;
  readonly jobs: PagedJobs<Details> | FetchedJobs<Details>;
  /** The list in which a job is found again, from what `findsJobBy` keeps. */
  readonly streamOf: (originId: string, nativeId: string) => StreamSpec;
  /** What all rows of one list have in common; a filter on it leaves whole lists out. */
  readonly listsPer: readonly ('origins' | 'resourceIds')[];
  /** Fields that no job of this vendor has: a filter on one of them excludes the source without a request. */
  readonly neverHas?: readonly ('createdBy' | 'kinds' | 'resourceIds')[];
  /** `true`: no row has a name of its own, so that all jobs go by the names of their origins, which `names` finds. */
  readonly namedByOrigin?: true;
  /** What the vendor needs beside the native id to find a job again. */
  readonly findsJobBy: 'native-id' | 'origin' | 'origin-and-time';
  /** Whether a text can be the native id of a job; where it cannot, nobody is asked. Absent: any text can. */
  readonly isNativeId?: (id: string) => boolean;
  /** The same of an origin. */
  readonly isOriginId?: (id: string) => boolean;
  /** Absent: no job of this vendor has tasks. `with-the-job`: they come with it, as `JobRow.inlineTasks`. `null`: this job has none. */
  readonly tasks?: 'with-the-job' | ((job: Job) => Listing<TaskFields> | Attempts | null);
  /** Absent: what `discover` finds is all. */
  readonly origins?: Listing<OriginFields>;
  /** Names that rows only refer to, found in bulk; `origin` serves the names of origins. */
  readonly names?: Readonly<Record<string, NameLookup>>;
  /** Every status that a row can have; what is not here is never asked for. */
  readonly statuses: readonly JobStatus[];
}

/**
 * One ordered list at the vendor: the whole source, or one origin of it. What a backend adds of its own comes back to it: the
 * engine hands on the very object that was discovered.
 */
export interface StreamSpec {
  /** Unique within the source and stable: a cursor remembers it. */
  readonly key: string;
  /** The origin of all rows; `null` where rows tell their own. */
  readonly origin: OriginFields | null;
  /** The resource of all rows, where the list belongs to one. */
  readonly resourceId?: string;
  /**
   * Of a list that is fetched: the instants between which its jobs were created, where what led to it tells. Until it is read, a
   * page that ends before does without it. Each of its jobs must have a time; one from outside is told of.
   */
  readonly createdWithin?: TimeSpan;
}

export interface OriginFields {
  readonly nativeId: string;
  readonly name: string | null;
  /** Absent: `originKind`. For a vendor whose jobs hang under things of more than one sort. */
  readonly kind?: string;
}

/** One row, read. */
export interface JobRow<Details extends JobDetails = JobDetails> {
  readonly fields: JobFields<Details>;
  /** The tasks, where the vendor delivers all of them with the job. */
  readonly inlineTasks: readonly TaskFields[] | null;
}

/** Tasks that are two calls away: a job was tried several times, and each attempt lists its own. */
export interface Attempts {
  /** The attempts, first to last; each row is read as the list of that attempt's tasks. */
  readonly attempts: Listing<Listing<TaskFields>>;
}

/** A list that the vendor cuts into pages. */
export interface PagedJobs<Details extends JobDetails = JobDetails> {
  readonly kind: 'paged';
  readonly pager: Pager;
  /** Whether the vendor says how many rows a list has, if only in some versions. */
  readonly counts: boolean;
  /** What makes an answer carry the count, where it must be asked for. */
  readonly countQuery?: Query;
  readonly listing: (stream: StreamSpec) => UnpagedListing<JobRow<Details>>;
  /** `newest-first`: the vendor's only order, checked while reading. Else: what to send for `down`, newest first, and for `up`. */
  readonly order: 'newest-first' | ((direction: Direction) => Query);
  /**
   * For a filter on the time. Absent: the vendor cannot apply one. A walk does not go on by it, for a vendor that sorts by
   * something else would hide rows behind it.
   */
  readonly within?: (window: TimeWindow) => Query;
  /** The instants between which the vendor's printed times cannot be told apart or ordered; default: `time` alone. */
  readonly tieOf?: (time: Instant) => TimeSpan;
  readonly pushDown: PushDowns;
  /** Absent: rows come as they are. */
  readonly lean?: LeanRows;
  /** Finds some jobs in one request to the list. */
  readonly byIds?: { readonly max: number; readonly query: (nativeIds: readonly string[]) => Query };
  /** Finds one job, which has a path of its own. Without this and `byIds` jobs are found by their place in the list. */
  readonly byId?: (nativeId: string, stream: StreamSpec) => UnpagedListing<JobRow<Details>>;
}

/** Rows without what makes them heavy, for who does not look at that. A source learns by itself whether it is of use. */
export interface LeanRows {
  /** Makes the vendor leave it out. One that refuses to is not asked for it again. */
  readonly query: Query;
  /** What jobs so read lack: fields of the schema's `Job`, and those of its details as `details.result`. */
  readonly lacks: readonly string[];
  /** Whether a row so read tells all else as for certain as the whole one; where one does not, its page is read again, whole. */
  readonly suffices: (raw: unknown) => boolean;
}

/**
 * A list of which each stream is fetched in one go. A job that has been created keeps the time of it: by that alone the engine
 * tells whether a stream that it has read before can matter to a page.
 */
export interface FetchedJobs<Details extends JobDetails = JobDetails> {
  readonly kind: 'fetched';
  readonly fetch: (stream: StreamSpec, read: VendorReader) => Promise<readonly FetchedRow<Details>[]>;
  /** Statuses after which a job never changes again; such jobs need not be fetched for every page. */
  readonly settled: readonly JobStatus[];
  /**
   * How many streams stay known once they were discovered, beside those that the vendor tells of now, where it only tells of the
   * latest; those discovered last stay longest. Absent: what `discover` finds is all there is.
   */
  readonly remembers?: number;
  /**
   * Whether a job may have an origin that only the stream tells in which it is discovered; what there is is discovered then
   * before a job is looked up that nobody has met. Absent: each job tells its own.
   */
  readonly originsByDiscovery?: () => boolean;
}

export interface FetchedRow<Details extends JobDetails = JobDetails> {
  readonly row: JobRow<Details>;
  readonly raw: unknown;
  /** Fields of the job and its tasks that could not be read and count as absent. */
  readonly oddities?: readonly string[];
}

/** Both instants inclusive. */
export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** `from` inclusive, `before` exclusive; `null`: open. A vendor whose bounds are both inclusive takes `before - 1`. */
export interface TimeWindow {
  readonly from: Instant | null;
  readonly before: Instant | null;
}

/** A paged list of one kind of row. */
export interface Listing<Item> {
  readonly path: string;
  /** Sent with every page. */
  readonly query?: Query;
  readonly pager: Pager;
  /**
   * Where an answer holds its rows. A function, where that cannot be said by paths; it throws `ZodError` or `ShapeError` where
   * the answer has another shape.
   */
  readonly envelope: ListShape | ((body: unknown) => Envelope);
  readonly read: RowReader<Item>;
}

/** A listing whose pager is told elsewhere, or which has no pages. */
export type UnpagedListing<Item> = Omit<Listing<Item>, 'pager'>;

/** What part of a filter the vendor applies itself. `null`: it cannot be said in the vendor's words. */
export type PushDowns = {
  readonly [F in 'statuses' | 'resourceIds' | 'kinds']?: (wanted: NonNullable<JobFilter[F]>) => Pushed | null;
} & { readonly origins?: (nativeIds: readonly string[]) => Pushed | null };

export interface Pushed {
  readonly query: Query;
  /** `exact`: every row that comes back passes. `inexact`: the engine checks again. */
  readonly precision: 'exact' | 'inexact';
}

/** Fields of a vendor's details type that are names: which lookup finds them, and which field has the id. */
export interface NamedDetails {
  readonly type: string;
  readonly fields: Readonly<Record<string, { readonly lookup: string; readonly idField: string }>>;
}

export type NameLookup = {
  /** How many ids fit into one request. */
  readonly max: number;
  readonly listing: (ids: readonly string[]) => Listing<OriginFields>;
};

/** Reads for discovery and for lists that are fetched whole. */
export interface VendorReader {
  /** Every row of a listing, to its end. */
  readonly list: <Item>(listing: Listing<Item>) => Promise<Item[]>;
  /** One answer, as `parse` reads its body; where that throws, the answer has an unexpected shape. */
  readonly get: <T>(request: VendorRequest, parse: (body: unknown) => T) => Promise<T>;
  /** Says that part of what there is could not be read; what was found is used all the same. */
  readonly tellLoss: (error: SourceError) => void;
  /** Tells people who check the source what was found, e.g. which version of an API answers. Nothing follows from it. */
  readonly remark: (text: string) => void;
}

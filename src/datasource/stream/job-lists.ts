import type { Job } from '../../model/job.ts';
import type { FetchedRow, JobRow, Listing, PagedJobs, StreamSpec } from '../contract/backend-definition.ts';
import { type KeyedJob, keyed } from '../paging/row-order.ts';
import { printableProgress, soundFields, type TellOddity } from '../wire/row-reader.ts';

export interface Owner {
  readonly sourceId: string;
  readonly backend: string;
  readonly originKind: string;
}

/**
 * The lists of one source, whose rows are read as its jobs. A stream has one listing, the same object each time, and a row one
 * job: whoever shares an answer shares what was made of it.
 */
export interface JobLists {
  readonly listing: (jobs: PagedJobs, stream: StreamSpec) => Listing<KeyedJob>;
  readonly asJobs: (listing: Listing<JobRow>) => Listing<KeyedJob>;
  readonly fetched: (row: FetchedRow, tell: TellOddity) => KeyedJob;
}

/** `onUnknownStatus` is told of each status word that is in no table. */
export function createJobLists(owner: Owner, onUnknownStatus: (word: string) => void): JobLists {
  const listings = new WeakMap<StreamSpec, Listing<KeyedJob>>();
  const known = new WeakMap<FetchedRow, KeyedJob>();

  function toKeyed(row: JobRow, raw: unknown, tell: TellOddity): KeyedJob {
    const job = toJob(row, raw, owner, tell);
    const { status, nativeStatus } = job;
    const isUnheard = status === 'UNKNOWN' && nativeStatus !== null && nativeStatus.toUpperCase() !== status;
    if (isUnheard) onUnknownStatus(nativeStatus);
    return keyed(job);
  }

  const asJobs = (listing: Listing<JobRow>): Listing<KeyedJob> => ({
    ...listing,
    read: (raw, tell = ignore) => toKeyed(listing.read(raw, tell), raw, tell),
  });

  return {
    asJobs,
    listing: (jobs, stream) => {
      const listing = listings.get(stream) ?? asJobs(jobListing(jobs, stream));
      listings.set(stream, listing);
      return listing;
    },
    fetched: (fetched, tell) => {
      const found = known.get(fetched);
      if (found !== undefined) return found;
      let isSound = true;
      const job = toKeyed(fetched.row, fetched.raw, (what) => {
        isSound = false;
        tell(what);
      });
      // What is odd is told to each who reads it.
      if (isSound) known.set(fetched, job);
      return job;
    },
  };
}

const ignore: TellOddity = () => undefined;

/** A row, as a job of its source. `raw` is the row as received, secrets and all. What contradicts the status is not told. */
export function toJob(row: JobRow, raw: unknown, owner: Owner, tell: TellOddity): Job {
  const { sourceId, backend, originKind } = owner;
  const fields = soundFields(row.fields, 'job', tell);
  const { origin, progress } = fields;
  return {
    ...fields,
    sourceId,
    backend,
    progress: progress && printableProgress(progress, tell),
    origin: origin && { kind: originKind, ...origin, sourceId },
    inlineTasks: row.inlineTasks,
    raw,
  };
}

/** The list of a stream, as a vendor pages it. */
export const jobListing = ({ pager, listing }: PagedJobs, stream: StreamSpec): Listing<JobRow> => ({
  ...listing(stream),
  pager,
});

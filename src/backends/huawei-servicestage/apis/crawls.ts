import type {
  Listing,
  StreamSpec,
  TimeSpan,
  VendorReader,
} from '../../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../../datasource/contract/pager.ts';
import type { RowReader } from '../../../datasource/wire/row-reader.ts';
import { SourceError } from '../../../model/source-error.ts';
import {
  application,
  type ComponentRecord,
  component,
  componentRecord,
  instance,
  listOf,
  type V3Component,
  v3Component,
} from '../wire.ts';

/** The vendor's two APIs (docs/vendors/huawei-servicestage.md#two-apis). */
export type Api = 'v2' | 'v3';

/** A job that was found: in which API, and what only its record tells of it. */
export interface FoundJob extends StreamSpec {
  readonly api: Api;
  readonly release: Release | null;
}

/** One job's part in what was done to a component. */
export interface Release {
  readonly component: V3Component;
  readonly record: ComponentRecord;
  readonly sequence: number | null;
}

export const isFoundJob = (stream: StreamSpec): stream is FoundJob => 'api' in stream;

/**
 * Reads the first list of an API, which tells whether there is one; what it gives reads the rest. `origins`: only of these, where
 * they are configured.
 */
export type Crawl = (
  read: VendorReader,
  base: string,
  origins: readonly string[] | undefined,
) => Promise<() => Promise<FoundJob[]>>;

const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 });

const listing = <Row>(
  path: string,
  key: Parameters<typeof listOf>[0],
  read: RowReader<Row>,
): Listing<Row> => ({ path, pager, envelope: listOf(key), read });

const isWanted = (id: string | null, origins: readonly string[] | undefined): id is string =>
  id !== null && (origins === undefined || origins.includes(id));

/** There is no list of jobs: each instance knows its last one (docs/vendors/huawei-servicestage.md#crawl). */
const crawlV2: Crawl = async (read, base, origins) => {
  const applications = await read.list(listing(`${base}/applications`, 'applications', application));
  return async () => {
    const instances = await Promise.all(
      applications.map(({ id }) => instancesOf(read, `${base}/applications/${encodeURIComponent(id)}`)),
    );
    return instances
      .flat()
      .flatMap(({ id, name, lastJobId }): FoundJob[] =>
        lastJobId === null || !isWanted(id, origins)
          ? []
          : [{ key: lastJobId, origin: { nativeId: id, name }, api: 'v2', release: null }],
      );
  };
};

async function instancesOf(read: VendorReader, path: string) {
  const components = await orNone(read.list(listing(`${path}/components`, 'components', component)));
  const found = components.map(({ id }) => {
    const instances = `${path}/components/${encodeURIComponent(id)}/instances`;
    return orNone(read.list(listing(instances, 'instances', instance)));
  });
  return (await Promise.all(found)).flat();
}

/** Every component has records of what was done to it (docs/vendors/huawei-servicestage.md#records). */
const crawlV3: Crawl = async (read, base, origins) => {
  const components = await read.list(listing(`${base}/components`, 'components', v3Component));
  return async () => {
    const wanted = components.filter(({ id }) => isWanted(id, origins));
    const found = await Promise.allSettled(wanted.map((one) => releasesOf(read, base, one)));
    tellUnread(read, found);
    return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  };
};

async function releasesOf(read: VendorReader, base: string, one: V3Component): Promise<FoundJob[]> {
  const records = await orNone(read.list(recordsOf(base, one)));
  return records.flatMap((record) => jobsOf(one, record));
}

function recordsOf(base: string, { id, application_id }: V3Component): Listing<ComponentRecord> {
  const application = `${base}/applications/${encodeURIComponent(application_id)}`;
  const path = `${application}/components/${encodeURIComponent(id)}/records`;
  return listing(path, 'records', componentRecord);
}

/** A job as its component's records tell of it now, with the record as received; `null`: none does any more. */
export async function findAgain(read: VendorReader, base: string, { component }: Release, jobId: string) {
  const records = recordsOf(base, component);
  const received = await orNone(
    read.list({ ...records, read: (raw, tell) => ({ raw, record: records.read(raw, tell) }) }),
  );
  const found = received.flatMap(({ raw, record }) => jobsOf(component, record).map((job) => ({ raw, job })));
  return found.find(({ job }) => job.key === jobId) ?? null;
}

/** Components that cannot be read cost the others nothing; throws where none can. */
function tellUnread(read: VendorReader, found: readonly PromiseSettledResult<FoundJob[]>[]): void {
  const reasons = found.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const [first] = reasons;
  if (first === undefined) return;
  const strange = reasons.find((reason) => !(reason instanceof SourceError));
  if (strange !== undefined || reasons.length === found.length || !(first instanceof SourceError))
    throw strange ?? first;
  const which = `${reasons.length} of ${found.length} components`;
  read.tellLoss(first.reworded(`The records of ${which} cannot be read: ${first.message}`));
}

const jobsOf = (component: V3Component, record: ComponentRecord): FoundJob[] =>
  record.jobs.flatMap(({ job_id: key, sequence }): FoundJob[] => {
    const origin = { nativeId: component.id, name: component.name, kind: 'component' };
    const within = withinOf(record);
    return key === null
      ? []
      : [
          {
            key,
            origin,
            api: 'v3',
            release: { component, record, sequence },
            ...(within === null ? {} : { createdWithin: within }),
          },
        ];
  });

/** Clocks differ, and what is printed may be cut to a second. */
const SLACK_MS = 60_000;

/** A job is created while its record runs (docs/vendors/huawei-servicestage.md#records). */
function withinOf({ begin_time: begin, end_time: end }: ComponentRecord): TimeSpan | null {
  if (begin === null || end === null || end < begin) return null;
  return { from: begin - SLACK_MS, to: end + SLACK_MS };
}

export const CRAWLS: Readonly<Record<Api, Crawl>> = { v2: crawlV2, v3: crawlV3 };

/** What was deleted since it was listed is no fault. */
export async function orNone<T>(rows: Promise<T[]>): Promise<T[]> {
  return rows.catch((error: unknown) => {
    if (error instanceof SourceError && error.code === 'NOT_FOUND') return [];
    throw error;
  });
}

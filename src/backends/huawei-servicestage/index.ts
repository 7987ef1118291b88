import { documented } from '../../config/documented.ts';
import { idList } from '../../config/settings.ts';
import type { Listing, StreamSpec, VendorReader } from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import type { RowReader } from '../../datasource/wire/row-reader.ts';
import { SourceError } from '../../model/source-error.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import { readJob } from './read-job.ts';
import { STATUS_TABLE } from './status.ts';
import { application, component, instance, listOf } from './wire.ts';

/** Deployment jobs of ServiceStage's cloud application service (docs/vendors/huawei-servicestage.md). */
export const huaweiServicestage = defineProjectBackend({
  name: 'huawei-servicestage',
  facts: {
    service: 'Huawei Cloud ServiceStage',
    jobs: 'deployments',
    origin: 'the component instance',
    tasks: 'steps',
  },
  /**
   * `jobs`: ids of jobs that no instance points to any more; the vendor lists no jobs
   * (docs/vendors/huawei-servicestage.md#discovery).
   */
  settings: projectSettings.safeExtend(
    documented(
      { jobs: idList.optional() },
      { jobs: '`huawei-servicestage` only: ids of jobs beside those that instances point to' },
    ),
  ),
  hostOf: (region) => `servicestage.${region}`,
  define: ({ origins, jobs }, projectId) => define(projectId, origins, jobs ?? []),
});

/** docs/vendors/huawei-servicestage.md#errors: a 401 can mean that something is missing. */
const readFault = faultReader({
  'SVCSTG.00100400': 'UPSTREAM_REJECTED',
  'SVCSTG.00100401': 'NOT_FOUND',
  'SVCSTG.00100403': 'NOT_FOUND',
  'SVCSTG.00100404': 'NOT_FOUND',
  'SVCSTG.00100408': 'NOT_FOUND',
  'SVCSTG.00100411': 'NOT_FOUND',
  'SVCSTG.00100412': 'NOT_FOUND',
  'SVCSTG.00100414': 'UPSTREAM_REJECTED',
  'SVCSTG.00100418': 'UPSTREAM_REJECTED',
  'SVCSTG.00100429': 'NOT_FOUND',
});

const pager = offsetPager({ offset: ['offset'], limit: 'limit', firstRow: 0, maxPageSize: 100 });

function listing<Row>(
  path: string,
  key: 'applications' | 'components' | 'instances',
  read: RowReader<Row>,
): Listing<Row> {
  return { path, pager, envelope: listOf(key), read };
}

function define(
  projectId: string,
  origins: readonly string[] | undefined,
  configured: readonly string[],
): VendorDefinition {
  const base = `/v2/${encodeURIComponent(projectId)}/cas`;

  /** The vendor has no list of jobs: each instance knows its last one (docs/vendors/huawei-servicestage.md#discovery). */
  async function crawl(read: VendorReader): Promise<StreamSpec[]> {
    const applications = await read.list(listing(`${base}/applications`, 'applications', application));
    const found = await Promise.all(applications.map(({ id }) => crawlApplication(read, id)));
    return found.flat();
  }

  async function crawlApplication(read: VendorReader, id: string): Promise<StreamSpec[]> {
    const path = `${base}/applications/${encodeURIComponent(id)}/components`;
    const components = await orNone(read.list(listing(path, 'components', component)));
    const found = await Promise.all(
      components.map((one) => {
        const instances = `${path}/${encodeURIComponent(one.id)}/instances`;
        return orNone(read.list(listing(instances, 'instances', instance)));
      }),
    );
    return found
      .flat()
      .flatMap(({ id: instanceId, name, lastJobId }) =>
        lastJobId === null || instanceId === null
          ? []
          : [{ key: lastJobId, origin: { nativeId: instanceId, name } }],
      );
  }

  async function discover(read: VendorReader): Promise<readonly StreamSpec[]> {
    const crawled = await crawl(read);
    const wanted = crawled.filter(
      ({ origin }) => origins === undefined || origins.includes(origin?.nativeId ?? ''),
    );
    return [...configured.map((id) => streamOf(id)), ...wanted];
  }

  return {
    originKind: 'component-instance',
    readFault,
    discover,
    streamOf: (_, nativeId) => streamOf(nativeId),
    listsPer: [],
    jobs: {
      kind: 'fetched',
      /** A job that failed, if only in part, may still be rolled back (docs/vendors/huawei-servicestage.md#words). */
      settled: ['SUCCEEDED', 'CANCELED', 'ROLLED_BACK'],
      remembers: MOST_REMEMBERED,
      fetch: async (stream, read) => {
        const path = `${base}/jobs/${encodeURIComponent(stream.key)}`;
        return orNone(readJob(path, stream, read).then((row) => [row]));
      },
    },
    onlyOrigins: origins,
    namedJobs: configured,
    findsJobBy: 'native-id',
    neverHas: ['resourceIds'],
    isNativeId: isId,
    tasks: 'with-the-job',
    statuses: statusesOf(STATUS_TABLE),
  };
}

/** An instance tells of its last job only, so the jobs before it are known by having been seen. */
const MOST_REMEMBERED = 500;

const streamOf = (jobId: string): StreamSpec => ({ key: jobId, origin: null });

/** What was deleted since it was listed is no fault. */
async function orNone<T>(rows: Promise<T[]>): Promise<T[]> {
  return rows.catch((error: unknown) => {
    if (error instanceof SourceError && error.code === 'NOT_FOUND') return [];
    throw error;
  });
}

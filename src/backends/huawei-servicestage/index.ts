import { z } from 'zod';
import { documented } from '../../config/documented.ts';
import { idList } from '../../config/settings.ts';
import type { FetchedRow, StreamSpec, VendorReader } from '../../datasource/contract/backend-definition.ts';
import { statusesOf } from '../../datasource/contract/status-table.ts';
import { SourceError } from '../../model/source-error.ts';
import type { VendorDefinition } from '../backend.ts';
import { defineProjectBackend } from '../huawei-family/define-project-backend.ts';
import { faultReader } from '../huawei-family/fault-reader.ts';
import { isId } from '../huawei-family/is-id.ts';
import { projectSettings } from '../huawei-family/project-settings.ts';
import { type Ask, countOf, createBothApis, type JobFinder, saysAbsent } from './apis/both-apis.ts';
import { type Api, CRAWLS, type FoundJob, findAgain, isFoundJob, orNone } from './apis/crawls.ts';
import { type Details, readJob, rowOfRecord } from './apis/read-job.ts';
import { STATUS_TABLE } from './status.ts';

/** Deployment jobs of ServiceStage's cloud application service (docs/vendors/huawei-servicestage.md). */
export const huaweiServicestage = defineProjectBackend({
  name: 'huawei-servicestage',
  facts: {
    service: 'Huawei Cloud ServiceStage',
    jobs: 'deployments',
    origin: 'the component, or its instance',
    tasks: 'steps',
  },
  /**
   * `jobs`: ids of jobs that neither an instance nor a record points to any more; the vendor lists no jobs
   * (docs/vendors/huawei-servicestage.md#discovery).
   */
  settings: projectSettings.safeExtend(
    documented(
      { api: z.enum(['auto', 'v2', 'v3']).default('auto'), jobs: idList.optional() },
      {
        api: '`huawei-servicestage` only: which of the vendor’s APIs is read; `auto`: both; see below',
        jobs: '`huawei-servicestage` only: ids of jobs beside those that instances and records point to',
      },
    ),
  ),
  hostOf: (region) => `servicestage.${region}`,
  define,
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

interface Settings {
  readonly api: 'auto' | Api;
  readonly origins?: readonly string[] | undefined;
  readonly jobs?: readonly string[] | undefined;
}

function define({ api, origins, jobs: configured = [] }: Settings, projectId: string): VendorDefinition {
  const baseOf = (one: Api): string => `/${one}/${encodeURIComponent(projectId)}/cas`;
  const ask = (one: Api, read: VendorReader) => CRAWLS[one](read, baseOf(one), origins);
  const finder = api === 'auto' ? createBothApis(ask, Date.now) : createOneApi(api, ask);

  async function fetch(stream: StreamSpec, read: VendorReader): Promise<readonly FetchedRow<Details>[]> {
    const apis = isFoundJob(stream) ? [stream.api] : finder.apis();
    const ways = apis.map((one) => async () => {
      const path = `${baseOf(one)}/jobs/${encodeURIComponent(stream.key)}`;
      return [await readJob(path, stream, one, read)];
    });
    const rows = await orNone(firstThere(ways));
    return rows.length === 0 && isFoundJob(stream) ? fetchRecord(stream, read) : rows;
  }

  /** Of a job that was cleared away its record tells, while it is there (docs/vendors/huawei-servicestage.md#records). */
  async function fetchRecord(stream: FoundJob, read: VendorReader): Promise<readonly FetchedRow<Details>[]> {
    if (stream.release === null) return [];
    const found = await findAgain(read, baseOf('v3'), stream.release, stream.key);
    return found === null ? [] : [rowOfRecord(found.job, found.raw)];
  }

  return {
    originKind: api === 'v3' ? 'component' : 'component-instance',
    readFault,
    discover: async (read) => [...configured.map((id) => streamOf(id)), ...(await finder.find(read))],
    streamOf: (_, nativeId) => streamOf(nativeId),
    listsPer: [],
    jobs: {
      kind: 'fetched',
      /** A job that failed, if only in part, may still be rolled back (docs/vendors/huawei-servicestage.md#words). */
      settled: ['SUCCEEDED', 'CANCELED', 'ROLLED_BACK'],
      remembers: MOST_REMEMBERED,
      /** In v3 only its record tells what a job was done to (docs/vendors/huawei-servicestage.md#job). */
      originsByDiscovery: finder.mayHaveRecords,
      fetch,
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

const createOneApi = (api: Api, ask: Ask): JobFinder => ({
  find: async (read) => {
    const jobs = await (await ask(api, read))();
    read.remark(`${api} has ${countOf(jobs)}`);
    return jobs;
  },
  apis: () => [api],
  mayHaveRecords: () => api === 'v3',
});

/** What the first API gives that has it. Throws where none has: that it is missing, if one of them knows that much. */
async function firstThere<T>(ways: readonly (() => Promise<T>)[]): Promise<T> {
  const missing: SourceError[] = [];
  for (const ask of ways) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SourceError) || !saysAbsent(error)) throw error;
      missing.push(error);
    }
  }
  const [first] = missing;
  throw missing.find(({ code }) => code === 'NOT_FOUND') ?? first ?? new RangeError('no API was asked');
}

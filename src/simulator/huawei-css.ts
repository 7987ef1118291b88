import {
  type CssCluster,
  cssClusters,
  DATASTORES,
  printCluster,
  printLogSettings,
} from './huawei-css-cluster.ts';
import { CSS_WORDS, expectedRecord, printRecord, STATUS_FILTERS } from './huawei-css-record.ts';
import { DEMO_PROJECT } from './iam.ts';
import { createHistory } from './kit/history.ts';
import type { Handler, SimulatorReply, SimulatorRequest } from './kit/http.ts';
import { gatewayNotFound, type HuaweiAccessOptions, huaweiAccess } from './kit/huawei-gateway.ts';
import { createRandom, hash32, hexId } from './kit/random.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { newestPage, type RowWindow } from './newest-page.ts';
import { queryNumber } from './query-number.ts';
import { startHuaweiSimulator } from './start-huawei-simulator.ts';

export interface HuaweiCssOptions extends Partial<SimulatorOptions>, HuaweiAccessOptions {
  readonly projectId?: string;
  /** The name of the 1-based paging parameter; the other is ignored (docs/vendors/huawei-css.md#paging). Default: both. */
  readonly pagingName?: 'start' | 'offset' | 'both';
  /**
   * Whether records come with their number in all; old regions have none (docs/vendors/huawei-css.md#answer). Default:
   * true.
   */
  readonly totalSize?: boolean;
  /** The largest `start` that is allowed; one revision of the manual says 1000. Default: no limit. */
  readonly maxStart?: number;
}

const OUTCOMES = [
  ['SUCCEEDED', 85],
  ['FAILED', 15],
] as const;

/** The envelope on the wire, which is not the documented one (docs/vendors/huawei-css.md#errors). */
const cssError = (status: number, errCode: string, externalMessage: string): SimulatorReply => ({
  status,
  json: { errCode, externalMessage },
});

const badParameter = (name: string) =>
  cssError(400, 'CSS.0001', `CSS.0001 : Incorrect parameters. (${name})`);
const noCluster = () => cssError(403, 'CSS.0015', 'No resources are found or the access is denied.');
const logsAreOff = () => cssError(415, 'CSS.0004', 'CSS.0004 : Illegal operation. (log is not enabled)');

/** The rows asked for, counted from 0 here although the vendor counts from 1; `null`: out of range. */
function readWindow(query: URLSearchParams, options: HuaweiCssOptions): RowWindow | null {
  const { pagingName = 'both', maxStart = Number.POSITIVE_INFINITY } = options;
  const eitherName = query.has('offset') ? 'offset' : 'start';
  const name = pagingName === 'both' ? eitherName : pagingName;
  const first = queryNumber(query, name, { otherwise: 1, least: 1, most: maxStart });
  const limit = queryNumber(query, 'limit', { otherwise: 10, least: 1, most: 1000 });
  return first === null || limit === null ? null : { offset: first - 1, limit };
}

/** Huawei Cloud Search Service: clusters and the backups of their logs (docs/vendors/huawei-css.md). */
export async function createHuaweiCssSimulator(given: HuaweiCssOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now } = options;
  const { projectId = DEMO_PROJECT.id, totalSize = true } = given;
  const clusters = cssClusters(seed, options.origins, now());
  const clusterIds = clusters.map(({ id }) => id);
  const history = createHistory({ ...options, outcomes: OUTCOMES, nativeId: (n) => hexId(seed, 'css', n) });
  let answers = 0;

  const listClusters: Handler = ({ query }) => {
    const window = readWindow(query, given);
    if (window === null) return badParameter('start, limit');
    const type = query.get('datastoreType');
    if (type !== null && !DATASTORES.some((known) => known === type)) return badParameter('datastoreType');
    const found = clusters.filter((cluster) => type === null || cluster.type === type);
    const page = found.slice(window.offset, window.offset + window.limit);
    return { status: 200, json: { totalSize: found.length, clusters: page.map(printCluster) } };
  };

  const ofCluster =
    (handler: (cluster: CssCluster, request: SimulatorRequest) => SimulatorReply): Handler =>
    (request) => {
      const cluster = clusters.find(({ id }) => id === request.params['cluster_id']);
      return cluster === undefined ? noCluster() : handler(cluster, request);
    };

  const showLogSettings = ofCluster((cluster) => ({ status: 200, json: printLogSettings(cluster) }));

  const listRecords = ofCluster((cluster, { query }) => {
    if (!cluster.logSwitch) return logsAreOff();
    const window = readWindow(query, given);
    if (window === null) return badParameter('start, limit');
    const isWanted = STATUS_FILTERS.get(query.get('status') ?? '');
    if (isWanted === undefined) return badParameter('status');
    answers += 1;
    const time = now();
    const found = history.jobs(clusterIds.indexOf(cluster.id)).filter((job) => isWanted(job, time));
    const page = newestPage(found, window, createRandom(hash32(seed, answers)));
    return {
      status: 200,
      json: {
        clusterLogRecord: page.map((job) => printRecord(job, cluster.id, time)),
        ...(totalSize ? { totalSize: found.length } : {}),
      },
    };
  });

  return startHuaweiSimulator({
    backend: 'huawei-css',
    options,
    access: huaweiAccess(given),
    projectId,
    routes: [
      ['/v1.0/:project_id/clusters', listClusters],
      ['/v1.0/:project_id/clusters/:cluster_id/logs/settings', showLogSettings],
      ['/v1.0/:project_id/clusters/:cluster_id/logs/records', listRecords],
    ],
    methodNotAllowed: gatewayNotFound,
    history,
    originIds: clusterIds.slice(0, options.origins),
    words: CSS_WORDS,
    expectedJob: (job, time) => expectedRecord(job, clusterIds[job.origin] ?? '', time),
  });
}

import type { JobStatus } from '../model/job-status.ts';
import { type History, type HistoryJob, newestFirst } from './kit/history.ts';
import {
  type Handler,
  type Route,
  type SimulatorReply,
  type SimulatorRequest,
  startServer,
} from './kit/http.ts';
import { gatewayError, gatewayNotFound, guarded, type HuaweiAccess } from './kit/huawei-gateway.ts';
import type { ExpectedJob, InsertedJob, Simulator, SimulatorOptions } from './kit/simulator.ts';

export interface HuaweiService {
  readonly backend: string;
  readonly options: SimulatorOptions;
  readonly access: HuaweiAccess;
  readonly projectId: string;
  /** GET only; each pattern has a `:project_id`; the first that fits is taken. */
  readonly routes: readonly (readonly [pattern: string, handler: Handler])[];
  /** What the service itself says to another method on a path that it has. */
  readonly methodNotAllowed: () => SimulatorReply;
  readonly history: History;
  /** By the index of the origin. */
  readonly originIds: readonly string[];
  /** The statuses that jobs may be inserted with. */
  readonly words: ReadonlyMap<JobStatus, string>;
  readonly expectedJob: (job: HistoryJob, now: number) => ExpectedJob;
}

/** What a vendor may say some day, for jobs that are inserted as `UNKNOWN`. */
const UNDOCUMENTED_WORD = 'ARCHIVED';

export const nativeWord = (words: ReadonlyMap<JobStatus, string>, status: JobStatus): string =>
  words.get(status) ?? UNDOCUMENTED_WORD;

/**
 * Starts a service behind the gateway: 401 for unknown callers, 403 for a foreign project
 * (docs/vendors/huawei-common.md#gateway-errors).
 */
export async function startHuaweiSimulator(service: HuaweiService): Promise<Simulator> {
  const { backend, options, access, projectId, history, expectedJob } = service;
  const inProject = (handler: Handler): Handler =>
    guarded(access, (request) =>
      request.params['project_id'] === projectId
        ? handler(request)
        : gatewayError(403, '0310', 'The project is unavailable'),
    );
  const routes = service.routes.map(([pattern, handler]): Route => ['GET', pattern, inProject(handler)]);
  const notFound = (_: SimulatorRequest, allowed: readonly string[]) =>
    allowed.length > 0 ? service.methodNotAllowed() : gatewayNotFound();
  const server = await startServer({ ...options, routes, notFound });

  return Object.assign(server, {
    backend,
    expected: () => {
      const time = options.now();
      return history
        .jobs()
        .map((job) => expectedJob(job, time))
        .sort(newestFirst);
    },
    insert: (job: InsertedJob) => history.insert(checkedJob(job, service)).nativeId,
    remove: history.remove,
    settings: { endpoint: server.url, projectId, auth: access.auth },
    expireCredentials: access.expireCredentials,
  });
}

function checkedJob({ createdAt, originNativeId, status }: InsertedJob, { originIds, words }: HuaweiService) {
  const origin = originNativeId === undefined ? 0 : originIds.indexOf(originNativeId);
  if (origin < 0) throw new RangeError(`no origin '${originNativeId}'; there are ${originIds.join(', ')}`);
  if (status !== undefined && status !== 'UNKNOWN' && !words.has(status))
    throw new RangeError(`this vendor has no word for ${status}; it has ${[...words.keys()].join(', ')}`);
  return { createdAt, origin, ...(status === undefined ? {} : { status }) };
}

import type { JobStatus } from '../../model/job-status.ts';
import { type History, type HistoryJob, newestFirst } from './history.ts';
import { type ServerOptions, startServer } from './http.ts';
import type { ExpectedJob, InsertedJob, Simulator, SimulatorOptions } from './simulator.ts';

export interface SimulatedService extends Pick<ServerOptions, 'routes' | 'notFound'> {
  readonly backend: string;
  readonly options: SimulatorOptions;
  readonly history: History;
  /** By the index of the origin. */
  readonly originIds: readonly string[];
  /** Those that jobs may be inserted with. */
  readonly statuses: readonly JobStatus[];
  readonly expectedJob: (job: HistoryJob, now: number) => ExpectedJob;
  /** The source configuration that gets in, without `endpoint`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expireCredentials: () => void;
}

/** A history behind routes: what clients should see of it, and how jobs come and go. */
export async function startSimulator(service: SimulatedService): Promise<Simulator> {
  const { backend, options, history, expectedJob, settings, expireCredentials } = service;
  const server = await startServer({ ...options, routes: service.routes, notFound: service.notFound });
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
    settings: { endpoint: server.url, ...settings },
    expireCredentials,
  });
}

function checkedJob(
  { createdAt, originNativeId, status }: InsertedJob,
  { originIds, statuses }: SimulatedService,
) {
  const origin = originNativeId === undefined ? 0 : originIds.indexOf(originNativeId);
  if (origin < 0) throw new RangeError(`no origin '${originNativeId}'; there are ${originIds.join(', ')}`);
  if (status !== undefined && !statuses.includes(status))
    throw new RangeError(`no job of this vendor is ${status}; they are ${statuses.join(', ')}`);
  return { createdAt, origin, ...(status === undefined ? {} : { status }) };
}

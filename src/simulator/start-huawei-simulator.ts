import type { JobStatus } from '../model/job-status.ts';
import type { Handler, Route, SimulatorReply, SimulatorRequest } from './kit/http.ts';
import { gatewayError, gatewayNotFound, guarded, type HuaweiAccess } from './kit/huawei-gateway.ts';
import type { Simulator } from './kit/simulator.ts';
import { type SimulatedService, startSimulator } from './kit/start-simulator.ts';

export interface HuaweiService
  extends Pick<SimulatedService, 'backend' | 'options' | 'history' | 'originIds' | 'expectedJob'> {
  readonly access: HuaweiAccess;
  readonly projectId: string;
  /** GET only; each pattern has a `:project_id`; the first that fits is taken. */
  readonly routes: readonly (readonly [pattern: string, handler: Handler])[];
  /** What the service itself says to another method on a path that it has. */
  readonly methodNotAllowed: () => SimulatorReply;
  /** The statuses that jobs may be inserted with. */
  readonly words: ReadonlyMap<JobStatus, string>;
}

/** What a vendor may say some day, for jobs that are inserted as `UNKNOWN`. */
const UNDOCUMENTED_WORD = 'ARCHIVED';

export const nativeWord = (words: ReadonlyMap<JobStatus, string>, status: JobStatus): string =>
  words.get(status) ?? UNDOCUMENTED_WORD;

/**
 * Starts a service behind the gateway: 401 for unknown callers, 403 for a foreign project
 * (docs/vendors/huawei-common.md#gateway-errors).
 */
export function startHuaweiSimulator(service: HuaweiService): Promise<Simulator> {
  const { access, projectId } = service;
  const inProject = (handler: Handler): Handler =>
    guarded(access, (request) =>
      request.params['project_id'] === projectId
        ? handler(request)
        : gatewayError(403, '0310', 'The project is unavailable'),
    );
  const routes = service.routes.map(([pattern, handler]): Route => ['GET', pattern, inProject(handler)]);
  const notFound = (_: SimulatorRequest, allowed: readonly string[]) =>
    allowed.length > 0 ? service.methodNotAllowed() : gatewayNotFound();
  return startSimulator({
    ...service,
    routes,
    notFound,
    statuses: [...service.words.keys(), 'UNKNOWN'],
    settings: { projectId, auth: access.auth },
    expireCredentials: access.expireCredentials,
  });
}

import {
  BUILDBOT_STATUSES,
  buildsOf,
  expectedRequest,
  printBuild,
  printRequest,
  printSteps,
  requestIdOf,
} from './buildbot-build.ts';
import { answerList, type BuildbotResource, type BuildbotRow, buildbotError } from './buildbot-resource.ts';
import { createHistory, type HistoryJob } from './kit/history.ts';
import type { Handler, Route, SimulatorReply, SimulatorRequest } from './kit/http.ts';
import { createRandom, hash32 } from './kit/random.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';
import { startSimulator } from './kit/start-simulator.ts';

export interface BuildbotSimulatorOptions extends Partial<SimulatorOptions> {
  /** What a proxy before it demands (docs/vendors/buildbot.md#authentication). Default: nothing. */
  readonly access?: 'none' | 'basic' | 'bearer';
}

const OUTCOMES = [
  ['SUCCEEDED', 78],
  ['FAILED', 14],
  ['CANCELED', 5],
  ['SKIPPED', 3],
] as const;

const REQUESTS: BuildbotResource = {
  name: 'buildrequests',
  countsPage: true,
  fields: {
    builderid: 'integer',
    buildrequestid: 'integer',
    buildsetid: 'integer',
    claimed: 'boolean',
    claimed_at: 'integer',
    claimed_by_masterid: 'integer',
    complete: 'boolean',
    complete_at: 'integer',
    priority: 'integer',
    properties: 'other',
    results: 'integer',
    submitted_at: 'integer',
    waited_for: 'boolean',
  },
};

const BUILDS: BuildbotResource = {
  name: 'builds',
  countsPage: true,
  fields: {
    builderid: 'integer',
    buildid: 'integer',
    buildrequestid: 'integer',
    complete: 'boolean',
    complete_at: 'integer',
    masterid: 'integer',
    number: 'integer',
    properties: 'other',
    results: 'integer',
    started_at: 'integer',
    state_string: 'text',
    workerid: 'integer',
  },
};

const STEPS: BuildbotResource = {
  name: 'steps',
  countsPage: false,
  fields: {
    buildid: 'integer',
    complete: 'boolean',
    complete_at: 'integer',
    hidden: 'boolean',
    name: 'text',
    number: 'integer',
    results: 'integer',
    started_at: 'integer',
    state_string: 'text',
    stepid: 'integer',
    urls: 'other',
  },
};

const BUILDERS: BuildbotResource = {
  name: 'builders',
  countsPage: false,
  fields: { builderid: 'integer', description: 'text', masterids: 'other', name: 'text', tags: 'other' },
};

const NAMES = ['unit-tests', 'package', 'docs', 'deploy', 'nightly', 'lint'];

const printBuilder = (origin: number): BuildbotRow => ({
  builderid: origin + 1,
  description: null,
  masterids: [1],
  name: NAMES[origin] ?? `builder-${origin + 1}`,
  tags: [],
});

const CREDENTIALS = { user: 'demo', password: 'jobweave-demo-password', token: 'jobweave-demo-token' };

const ACCESS = {
  none: { header: null, auth: { type: 'none' } },
  basic: {
    header: `Basic ${Buffer.from(`${CREDENTIALS.user}:${CREDENTIALS.password}`).toString('base64')}`,
    auth: { type: 'basic', user: CREDENTIALS.user, password: CREDENTIALS.password },
  },
  bearer: { header: `Bearer ${CREDENTIALS.token}`, auth: { type: 'bearer', token: CREDENTIALS.token } },
} as const;

/** JSON comes as a text to whom does not ask for JSON (docs/vendors/buildbot.md#errors). */
const typed = (reply: SimulatorReply, { headers }: SimulatorRequest): SimulatorReply => {
  const isAsked = headers['accept']?.includes('application/json') === true;
  return {
    ...reply,
    headers: {
      'content-type': `${isAsked ? 'application/json' : 'text/plain'}; charset=utf-8`,
      ...reply.headers,
    },
  };
};

const invalidPath = ({ path }: { readonly path: string }): SimulatorReply =>
  buildbotError(404, `Invalid path: ${path.replace(/^\/(?:api\/v2\/)?/, '')}`);

/** A Buildbot master: build requests, their builds and steps (docs/vendors/buildbot.md). */
export async function createBuildbotSimulator(given: BuildbotSimulatorOptions = {}): Promise<Simulator> {
  const options = simulatorOptions(given);
  const { seed, now, origins } = options;
  const { header, auth } = ACCESS[given.access ?? 'none'];
  let isExpired = false;
  let answers = 0;
  const history = createHistory({
    ...options,
    resolutionMs: 1_000,
    outcomes: OUTCOMES,
    nativeId: (serial) => String(requestIdOf(serial)),
  });

  const guarded =
    (handler: Handler): Handler =>
    (request) => {
      const isKnown = header === null || (request.headers['authorization'] === header && !isExpired);
      return isKnown ? typed(handler(request), request) : { status: 401, text: 'Unauthorized' };
    };

  const list = (resource: BuildbotResource, rows: readonly BuildbotRow[], query: URLSearchParams) => {
    answers += 1;
    return answerList(resource, rows, query, createRandom(hash32(seed, answers)));
  };

  /** A row of its own comes in a list of one, without a count. */
  const one = (resource: BuildbotResource, row: BuildbotRow): SimulatorReply => ({
    status: 200,
    json: { meta: {}, [resource.name]: [row] },
  });

  const notThere = (pattern: string, id: string): SimulatorReply =>
    buildbotError(404, `not found while getting from endpoint for ${pattern} with arguments {'id': ${id}}`);

  const ofRequest =
    (handler: (job: HistoryJob, query: URLSearchParams) => SimulatorReply): Handler =>
    (request) => {
      const { params, query } = request;
      const id = params['id'] ?? '';
      if (!/^\d+$/.test(id)) return invalidPath(request);
      const job = history.find(id);
      return job === undefined ? notThere('/buildrequests/n:buildrequestid', id) : handler(job, query);
    };

  const listBuilds: Handler = ({ params, query }) => {
    const job = history.find(params['id'] ?? '');
    const rows = job === undefined ? [] : buildsOf(job, now()).map((build) => printBuild(job, build, now()));
    return list(BUILDS, rows, query);
  };

  const listSteps: Handler = ({ params, query }) => {
    const id = Number(params['id']);
    const job = history.find(String(Math.floor(id / 2)));
    const build = job && buildsOf(job, now()).find(({ buildid }) => buildid === id);
    return list(STEPS, build === undefined ? [] : printSteps(build, now()), query);
  };

  const routes: [pattern: string, handler: Handler][] = [
    [
      '/buildrequests',
      ({ query }) => {
        const properties = query.getAll('property');
        const time = now();
        return list(
          REQUESTS,
          history.jobs().map((job) => printRequest(job, time, properties)),
          query,
        );
      },
    ],
    [
      '/buildrequests/:id',
      ofRequest((job, query) => one(REQUESTS, printRequest(job, now(), query.getAll('property')))),
    ],
    ['/buildrequests/:id/builds', listBuilds],
    ['/builds/:id/steps', listSteps],
    [
      '/builders',
      ({ query }) =>
        list(
          BUILDERS,
          Array.from({ length: origins }, (_, n) => printBuilder(n)),
          query,
        ),
    ],
  ];
  return startSimulator({
    backend: 'buildbot',
    options,
    routes: routes.map(([pattern, handler]): Route => ['GET', `/api/v2${pattern}`, guarded(handler)]),
    notFound: (request) => typed(invalidPath(request), request),
    history,
    originIds: Array.from({ length: origins }, (_, n) => String(n + 1)),
    statuses: BUILDBOT_STATUSES,
    expectedJob: expectedRequest,
    settings: { auth },
    expireCredentials: () => {
      isExpired = true;
    },
  });
}

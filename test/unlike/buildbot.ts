import type { JobStatus } from '../../src/model/job-status.ts';
import type { Handler, SimulatorReply } from '../../src/simulator/kit/http.ts';
import type { ExpectedTask, Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { type Fields, query, Refused, type Resource } from './buildbot-query.ts';
import { printOdd } from './print-odd.ts';
import { startUnlike } from './start-unlike.ts';
import { mixed, type Row, type Story, spread } from './story.ts';

/** docs/vendors/buildbot.md#status; each with `results` of the finished request. */
const WORDS = [
  ['queued', 'QUEUED'],
  ['running', 'RUNNING'],
  ['success', 'SUCCEEDED'],
  ['warnings', 'SUCCEEDED'],
  ['failure', 'FAILED'],
  ['skipped', 'SKIPPED'],
  ['exception', 'FAILED'],
  ['retry', 'FAILED'],
  ['cancelled', 'CANCELED'],
] as const;
const RESULTS = ['success', 'warnings', 'failure', 'skipped', 'exception', 'retry', 'cancelled'];
const MEANINGS: ReadonlyMap<string, JobStatus> = new Map(WORDS);

const REQUESTS: Fields = {
  buildrequestid: 'number',
  buildsetid: 'number',
  builderid: 'number',
  priority: 'number',
  claimed: 'flag',
  claimed_at: 'number',
  claimed_by_masterid: 'number',
  complete: 'flag',
  results: 'number',
  submitted_at: 'number',
  complete_at: 'number',
  waited_for: 'flag',
};
const BUILDS: Fields = {
  buildid: 'number',
  number: 'number',
  builderid: 'number',
  buildrequestid: 'number',
  workerid: 'number',
  masterid: 'number',
  started_at: 'number',
  complete_at: 'number',
  complete: 'flag',
  state_string: 'text',
  results: 'number',
};
const STEPS: Fields = {
  stepid: 'number',
  number: 'number',
  name: 'text',
  buildid: 'number',
  started_at: 'number',
  complete_at: 'number',
  complete: 'flag',
  state_string: 'text',
  results: 'number',
  hidden: 'flag',
};
const BUILDERS: Fields = { builderid: 'number', name: 'text', description: 'text' };

/** No upper bound was seen, and none is promised to be absent. */
const MOST_ROWS = 40;
const MOST_BUILDERS = 2;
const TOKEN = 'made-up-proxy-token';

const seconds = (time: number | null): number | null => (time === null ? null : time / 1_000);
const resultOf = (word: string): number => RESULTS.indexOf(word);
/** Open ones have no `results`, so no word. */
const nativeStatusOf = (word: string): string | null =>
  word === 'queued' || word === 'running' ? null : word;
const isOpen = ({ word }: Row): boolean => word === 'queued' || word === 'running';

function printRequest(row: Row, properties: readonly string[]): Resource {
  const known: Readonly<Record<string, readonly [string, string]>> = {
    owner: [`Person ${row.n % 3} <p${row.n % 3}@example.org>`, 'Force Build Form'],
    reason: [`because of ${row.n}`, 'Force Build Form'],
  };
  const asked = Object.fromEntries(Object.entries(known).filter(([name]) => properties.includes(name)));
  const times: readonly (readonly [string, number | null])[] = [
    ['claimed_at', seconds(row.startedAt)],
    ['complete_at', seconds(row.finishedAt)],
  ];
  return {
    project: 'a field of another version',
    waited_for: row.n % 2 === 0,
    submitted_at: seconds(row.createdAt),
    results: isOpen(row) ? -1 : resultOf(row.word),
    properties: properties.length === 0 ? null : asked,
    priority: 0,
    // Null or absent until then.
    ...Object.fromEntries(times.filter(([, time]) => time !== null || row.n % 2 === 0)),
    complete: !isOpen(row),
    claimed: row.word !== 'queued',
    claimed_by_masterid: row.word === 'queued' ? null : 1,
    buildsetid: row.n + 900,
    buildrequestid: Number(row.id),
    builderid: Number(row.origin),
  };
}

/** None before the first starts, nor for one that was cancelled or skipped before; a second one after a retry. */
function attemptsOf(row: Row): number {
  if (row.word === 'queued') return 0;
  if ((row.word === 'cancelled' || row.word === 'skipped') && row.n % 2 === 0) return 0;
  return mixed(row.n, 5) % 4 === 0 ? 2 : 1;
}

function buildsOf(row: Row): Resource[] {
  const attempts = attemptsOf(row);
  return Array.from({ length: attempts }, (_, attempt) => {
    const isLast = attempt === attempts - 1;
    const isRunning = isLast && row.word === 'running';
    return {
      buildid: Number(row.id) * 10 + attempt,
      number: attempt + 1,
      builderid: Number(row.origin),
      buildrequestid: Number(row.id),
      workerid: 1,
      masterid: 1,
      started_at: seconds(row.startedAt),
      complete_at: isRunning ? null : seconds(row.finishedAt ?? row.startedAt),
      complete: !isRunning,
      state_string: isRunning ? 'building' : 'finished',
      results: isRunning ? null : resultOf(isLast ? row.word : 'retry'),
      properties: {},
    };
  });
}

/** Two to five of them; of a build that runs the last one has not begun, and the one before runs. */
function stepsOf(row: Row, build: Resource): Resource[] {
  const count = 2 + (mixed(row.n, 6) % 4);
  return Array.from({ length: count }, (_, number) => {
    const isLast = number === count - 1;
    const isWaiting = build['complete'] === false && isLast;
    const isRunning = build['complete'] === false && number === count - 2;
    const begun = Number(build['started_at']) + number;
    return {
      stepid: Number(build['buildid']) * 10 + number,
      number,
      name: `step ${number}`,
      buildid: build['buildid'],
      started_at: isWaiting ? null : begun,
      complete: !isWaiting && !isRunning,
      complete_at: isWaiting || isRunning ? null : begun + 1,
      results: isWaiting || isRunning ? null : isLast ? build['results'] : 0,
      state_string: 'a step',
      hidden: false,
      urls: [],
    };
  });
}

function expectedTask(step: Resource): ExpectedTask {
  const { results, started_at, complete_at } = step;
  const open = started_at === null ? 'queued' : 'running';
  const word = typeof results === 'number' ? (RESULTS[results] ?? '') : open;
  const ms = (time: unknown): number | null => (typeof time === 'number' ? time * 1_000 : null);
  return {
    nativeId: String(step['stepid']),
    status: MEANINGS.get(word) ?? 'UNKNOWN',
    nativeStatus: nativeStatusOf(word),
    createdAt: ms(started_at),
    finishedAt: ms(complete_at),
  };
}

const tasksOf = (row: Row): ExpectedTask[] =>
  buildsOf(row).flatMap((build) => stepsOf(row, build).map(expectedTask));

/** Whole numbers of a database as some drivers give them. */
const ODD = { isReversed: true, asFloats: ['submitted_at', 'claimed_at', 'complete_at', 'started_at'] };

/** JSON as text, unless it was asked for. */
const answer = (accept: string | undefined, status: number, body: unknown): SimulatorReply => {
  const type = accept?.includes('application/json')
    ? 'application/json; charset=utf-8'
    : 'text/plain; charset=utf-8';
  return { status, text: printOdd(body, ODD), headers: { 'content-type': type } };
};

const listing =
  (
    key: string,
    rowsOf: (params: Readonly<Record<string, string>>, properties: readonly string[]) => Resource[],
    fields: Fields,
    most: number,
  ): Handler =>
  ({ params, query: asked, headers }) => {
    try {
      const rows = rowsOf(params, asked.getAll('property'));
      const page = query(rows, fields, asked, most);
      const isCounted = key === 'builders' || key === 'steps';
      return answer(headers['accept'], 200, {
        [key]: page,
        meta: { total: isCounted ? rows.length : page.length },
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return answer(headers['accept'], 400, { error: error.message });
    }
  };

function routesOf(story: Story) {
  const buildOf = (id: string | undefined) => {
    const row = story.find(String(Math.floor(Number(id) / 10)));
    const build = row && buildsOf(row).find(({ buildid }) => buildid === Number(id));
    return row && build ? stepsOf(row, build) : [];
  };
  const one: Handler = ({ params, query: asked, headers, path }) => {
    const row = story.find(params['id'] ?? '');
    if (row !== undefined)
      return answer(headers['accept'], 200, {
        buildrequests: [printRequest(row, asked.getAll('property'))],
        meta: {},
      });
    return answer(headers['accept'], 404, {
      error: `not found while getting from endpoint for ${path} with arguments {}`,
    });
  };
  const requests = (_: unknown, properties: readonly string[]) =>
    story.rows().map((row) => printRequest(row, properties));
  const builders = () =>
    story.originIds.map((id) => ({
      builderid: Number(id),
      name: `builder-${id}`,
      description: null,
      tags: [],
      masterids: [1],
    }));
  const buildsOfRequest = ({ id = '' }: Readonly<Record<string, string>>) => {
    const row = story.find(id);
    return row === undefined ? [] : buildsOf(row);
  };
  return [
    ['GET', '/api/v2/buildrequests', listing('buildrequests', requests, REQUESTS, MOST_ROWS)],
    ['GET', '/api/v2/buildrequests/:id', one],
    ['GET', '/api/v2/buildrequests/:id/builds', listing('builds', buildsOfRequest, BUILDS, MOST_ROWS)],
    ['GET', '/api/v2/builds/:id/steps', listing('steps', ({ id }) => buildOf(id), STEPS, MOST_ROWS)],
    ['GET', '/api/v2/builders', listing('builders', builders, BUILDERS, MOST_BUILDERS)],
  ] as const;
}

/** Buildbot by docs/vendors/buildbot.md, behind a proxy that wants a token. */
export const createUnlikeBuildbot = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startUnlike(
    {
      backend: 'buildbot',
      words: WORDS,
      resolutionMs: 1_000,
      idOf: (n) => String(1_000 + spread(n)),
      originIdOf: (n) => String(n + 9),
      routes: routesOf,
      refuse: ({ headers }, expiries) =>
        headers['authorization'] === `Bearer ${TOKEN}` && expiries === 0
          ? null
          : {
              status: 401,
              text: '<html><h1>401 Authorization Required</h1></html>',
              headers: { 'content-type': 'text/html' },
            },
      notFound: (path) => answer(undefined, 404, { error: `Invalid path: ${path.slice(1)}` }),
      expectedJob: ({ id, origin, word, status, createdAt, finishedAt, ...row }) => ({
        nativeId: id,
        originNativeId: origin,
        status,
        nativeStatus: nativeStatusOf(word),
        createdAt,
        finishedAt,
        tasks: tasksOf({ id, origin, word, status, createdAt, finishedAt, ...row }),
      }),
      settings: { auth: { type: 'bearer', token: TOKEN } },
    },
    options,
  );

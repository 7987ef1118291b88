import type { Answer } from './answer.ts';
import type { Asked } from './asked.ts';
import { wantsHtml } from './media-types.ts';

/** Where everything is that the server answers on. */
export const PATHS = {
  graphql: '/graphql',
  live: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

/** Those that have a series of their own. */
export const ROUTES: ReadonlySet<string> = new Set(Object.values(PATHS));

/** The server answers with and without a slash at the end. */
export const GRAPHQL_PATHS: ReadonlySet<string> = new Set([PATHS.graphql, `${PATHS.graphql}/`]);

/** Those in which GraphQL is asked. */
export const METHODS: readonly string[] = ['GET', 'POST'];

/** What an operator asks of the process. */
export interface Operations {
  /**
   * Whether requests should come here; and how each source does, where whoever asks may know. `host`: what the header `Host`
   * says.
   */
  readonly readiness: (host: string | null) => Readiness;
  /** In the exposition format of Prometheus; `null`: they are read elsewhere. */
  readonly metrics: (() => Promise<string>) | null;
}

export interface Readiness {
  readonly isReady: boolean;
  readonly sources: readonly SourceReadiness[];
}

export interface SourceReadiness {
  readonly id: string;
  readonly state: string;
  /** The code of what is wrong; `null`: nothing is known to be. */
  readonly code: string | null;
}

/** Answers whatever is not GraphQL, leads browsers to it, and tells others who ask elsewhere where it is: 404. */
export async function answerElsewhere(asked: Asked, operations: Operations): Promise<Answer> {
  if (asked.path === '/' && wantsHtml(asked))
    return { status: 302, headers: { location: PATHS.graphql }, body: null };
  return answerTo(asked.path, operations, asked.header('host'));
}

const PLAIN = 'text/plain; charset=utf-8';

/** Of the exposition format. */
const METRICS = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `/livez`: the process answers. `/readyz`: 200 where requests should come, 503 while it shuts down; below that, one line for
 * each source. A source that is down makes the process no less ready: the other replicas have the same vendors.
 */
export async function answerTo(
  path: string,
  { readiness, metrics }: Operations,
  host: string | null,
): Promise<Answer> {
  if (path === PATHS.live) return plain('ok');
  if (path === PATHS.ready) return readinessAnswer(readiness(host));
  if (path === PATHS.metrics && metrics !== null) return plain(await metrics(), 200, METRICS);
  return plain(metrics === null ? NOTHING_HERE : NOTHING_HERE_METRICS, 404);
}

function readinessAnswer({ isReady, sources }: Readiness): Answer {
  const lines = sources.map(({ id, state, code }) => `${id} ${state}${code === null ? '' : ` ${code}`}`);
  return plain([isReady ? 'ok' : 'not ready', ...lines].join('\n'), isReady ? 200 : 503);
}

const plain = (body: string, status = 200, type = PLAIN): Answer => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body,
});

const nothingHere = (others: string): string =>
  `Nothing is here. GraphQL, and GraphiQL for browsers, is at ${PATHS.graphql}; ${others} tell how the gateway is doing.\n`;

const NOTHING_HERE = nothingHere(`${PATHS.live} and ${PATHS.ready}`);
const NOTHING_HERE_METRICS = nothingHere(`${PATHS.live}, ${PATHS.ready} and ${PATHS.metrics}`);

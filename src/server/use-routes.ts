import type { ServerPlugin } from './server-plugin.ts';
import { wantsHtml } from './wants-html.ts';

/** Where everything is that the server answers on. */
export const PATHS = {
  graphql: '/graphql',
  live: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

/** The server answers with and without a slash at the end. */
export const isGraphqlPath = (path: string): boolean =>
  path === PATHS.graphql || path === `${PATHS.graphql}/`;

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
export const useRoutes = (operations: Operations): ServerPlugin => ({
  onRequest({ request, url, fetchAPI, endResponse }) {
    if (isGraphqlPath(url.pathname)) return;
    if (isBrowserAtTheDoor(url.pathname, request)) {
      endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: PATHS.graphql } }));
      return;
    }
    return answerTo(url.pathname, operations, request.headers.get('host')).then(
      ({ text, status = 200, type = PLAIN }) => {
        const headers = { 'content-type': type, 'cache-control': 'no-store' };
        endResponse(new fetchAPI.Response(text, { status, headers }));
      },
    );
  },
});

const isBrowserAtTheDoor = (path: string, { method, headers }: Request): boolean =>
  path === '/' && wantsHtml(method, (name) => headers.get(name));

export interface PlainAnswer {
  readonly text: string;
  /** Default: 200. */
  readonly status?: number;
  /** Default: plain text. */
  readonly type?: string;
}

export const PLAIN = 'text/plain; charset=utf-8';

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
): Promise<PlainAnswer> {
  if (path === PATHS.live) return { text: 'ok' };
  if (path === PATHS.ready) return readinessAnswer(readiness(host));
  if (path === PATHS.metrics && metrics !== null) return { text: await metrics(), type: METRICS };
  return { text: metrics === null ? NOTHING_HERE : NOTHING_HERE_METRICS, status: 404 };
}

function readinessAnswer({ isReady, sources }: Readiness): PlainAnswer {
  const lines = sources.map(({ id, state, code }) => `${id} ${state}${code === null ? '' : ` ${code}`}`);
  return { text: [isReady ? 'ok' : 'not ready', ...lines].join('\n'), status: isReady ? 200 : 503 };
}

const nothingHere = (others: string): string =>
  `Nothing is here. GraphQL, and GraphiQL for browsers, is at ${PATHS.graphql}; ${others} tell how the gateway is doing.\n`;

const NOTHING_HERE = nothingHere(`${PATHS.live} and ${PATHS.ready}`);
const NOTHING_HERE_METRICS = nothingHere(`${PATHS.live}, ${PATHS.ready} and ${PATHS.metrics}`);

import type { Plugin } from 'graphql-yoga';
import type { Observer } from '../observe/create-observer.ts';

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

/** Answers whatever is not GraphQL, and tells those who ask elsewhere where that is: 404. */
export const useRoutes = (isReady: () => boolean, registry: Observer['registry']): Plugin => ({
  onRequest({ url, fetchAPI, endResponse }) {
    if (isGraphqlPath(url.pathname)) return;
    return answerOf(url.pathname, isReady, registry).then(({ text, status = 200, type = PLAIN }) => {
      const headers = { 'content-type': type, 'cache-control': 'no-store' };
      endResponse(new fetchAPI.Response(text, { status, headers }));
    });
  },
});

interface Answer {
  readonly text: string;
  /** Default: 200. */
  readonly status?: number;
  /** Default: plain text. */
  readonly type?: string;
}

const PLAIN = 'text/plain; charset=utf-8';

/** `/livez`: the process answers. `/readyz`: 200 where it can serve, 503 while it starts or shuts down. */
async function answerOf(
  path: string,
  isReady: () => boolean,
  registry: Observer['registry'],
): Promise<Answer> {
  if (path === PATHS.live) return { text: 'ok' };
  if (path === PATHS.ready) return isReady() ? { text: 'ok' } : { text: 'not ready', status: 503 };
  if (path === PATHS.metrics) return { text: await registry.metrics(), type: registry.contentType };
  return { text: NOT_FOUND, status: 404 };
}

const NOT_FOUND = `Nothing is here. GraphQL, and GraphiQL for browsers, is at ${PATHS.graphql}; ${PATHS.live}, ${PATHS.ready} and ${PATHS.metrics} tell how the gateway is doing.\n`;

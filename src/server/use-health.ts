import type { Plugin } from 'graphql-yoga';
import { PATHS } from './paths.ts';

/** `/livez`: the process answers. `/readyz`: 200 where it can serve, 503 while it starts or shuts down. */
export const useHealth = (isReady: () => boolean): Plugin => ({
  onRequest({ url, fetchAPI, endResponse }) {
    const answer = (text: string, status: number) =>
      endResponse(new fetchAPI.Response(text, { status, headers: HEADERS }));
    if (url.pathname === PATHS.live) answer('ok', 200);
    if (url.pathname === PATHS.ready) isReady() ? answer('ok', 200) : answer('not ready', 503);
  },
});

const HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

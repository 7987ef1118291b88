import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type GraphiqlPage, renderGraphiqlPage } from './graphiql-page.ts';
import type { GraphiqlTab } from './graphiql-tabs.ts';
import type { ServerPlugin } from './server-plugin.ts';
import { isGraphqlPath } from './use-routes.ts';
import { wantsHtml } from './wants-html.ts';

/** Gives GraphiQL to browsers, out of this process alone. The page is rendered when it is first asked for, and once a day. */
export function useGraphiql(tabs: (now: Date) => readonly GraphiqlTab[]): ServerPlugin {
  const pageOfToday = oncePerDay((now) => renderGraphiqlPage(tabs(now)));
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (!wantsHtml(request.method, (name) => request.headers.get(name)) || !isGraphqlPath(url.pathname))
        return;
      return pageOfToday()
        .then((page) => toAnswer(page, request.headers))
        .then(({ body, ...init }) => endResponse(new fetchAPI.Response(body, init)));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

async function toAnswer(page: GraphiqlPage, asked: Headers): Promise<Answer> {
  const headers = { etag: page.etag, 'cache-control': 'no-cache', vary: 'accept, accept-encoding' };
  if (asked.get('if-none-match') === page.etag) return { status: 304, headers, body: null };
  const zipped = asked.get('accept-encoding')?.includes('gzip') ?? false;
  const body = zipped ? page.gzipped : new Uint8Array(await promisify(gunzip)(page.gzipped));
  const encoding: Record<string, string> = zipped ? { 'content-encoding': 'gzip' } : {};
  return { status: 200, headers: { ...headers, ...pageHeaders(page), ...encoding }, body };
}

const pageHeaders = (page: GraphiqlPage): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': page.contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** Keeps what was made today. A failure is not kept. */
function oncePerDay<T>(make: (now: Date) => Promise<T>): () => Promise<T> {
  let kept: { readonly day: string; readonly value: Promise<T> } | null = null;
  return () => {
    const now = new Date();
    const day = now.toISOString().slice(0, 10);
    if (kept?.day === day) return kept.value;
    const value = make(now);
    kept = { day, value };
    value.catch(() => {
      kept = null;
    });
    return value;
  };
}

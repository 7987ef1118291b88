import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ReadHeader } from '../../access/caller.ts';
import type { Answer } from '../answer.ts';
import type { Asked } from '../asked.ts';
import { type GraphiqlPage, renderGraphiqlPage } from './graphiql-page.ts';
import type { GraphiqlTab } from './graphiql-tabs.ts';

/** Gives GraphiQL to browsers, out of this process alone. The page is rendered when it is first asked for, and once a day. */
export function serveGraphiql(
  tabs: (now: Date) => readonly GraphiqlTab[],
): (asked: Asked) => Promise<Answer> {
  const pageOfToday = oncePerDay((now) => renderGraphiqlPage(tabs(now)));
  return async ({ header }) => toAnswer(await pageOfToday(), header);
}

async function toAnswer(page: GraphiqlPage, header: ReadHeader): Promise<Answer> {
  const headers = { etag: page.etag, 'cache-control': 'no-cache', vary: 'accept, accept-encoding' };
  if (header('if-none-match') === page.etag) return { status: 304, headers, body: null };
  const zipped = header('accept-encoding')?.includes('gzip') ?? false;
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

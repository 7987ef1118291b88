import type { ReadHeader } from '../access/caller.ts';

/** Some of our own, and what other GraphQL servers ask for and clients send. */
const HEADERS: readonly string[] = [
  'apollo-require-preflight',
  'graphql-preflight',
  'x-graphql-yoga-csrf',
  'x-jobweave-preflight',
  'x-jobweave-source-errors',
  'x-jobweave-explain',
  'x-api-key',
];

const JSON_TYPES: readonly string[] = ['application/json', 'application/graphql-response+json'];

/**
 * Whether a browser that was told to send this by a page of another origin would have asked us first, and so would never have
 * sent it: that is so of JSON, and of headers of one's own. Of all else a page needs no leave (CSRF), so we refuse it.
 */
export function isPreflighted(method: string, header: ReadHeader): boolean {
  const [type = ''] = (header('content-type') ?? '').split(';');
  if (method === 'POST' && JSON_TYPES.includes(type.trim().toLowerCase())) return true;
  return HEADERS.some((name) => header(name) !== null);
}

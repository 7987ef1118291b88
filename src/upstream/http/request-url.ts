import type { Query, VendorRequest } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';

/**
 * The URL of one read: `endpoint` (origin and optional base path), path, and the query in the order given, encoded the way
 * that signatures encode it, so that what is signed is what is sent. A path that URL parsing would change (`..`, `?`, `#`,
 * bare spaces) could leave the endpoint: it is refused with `UPSTREAM_REJECTED`, as is half of a surrogate pair.
 */
export function requestUrl(endpoint: string, request: VendorRequest): URL {
  const base = endpoint.endsWith('/') ? endpoint.slice(0, -1) : endpoint;
  const query = request.query ?? [];
  const isText = query.flat().join(' ').isWellFormed();
  const url = isText ? URL.parse(`${base}${request.path}${queryString(query)}`) : null;
  const path = new URL(base).pathname.replace(/\/$/, '') + request.path;
  if (request.path.startsWith('/') && url?.pathname === path) return url;
  throw new SourceError({
    code: 'UPSTREAM_REJECTED',
    message: 'This request was not sent: an id in it cannot stand in a URL.',
  });
}

function queryString(query: Query): string {
  const pairs = query.map((pair) => pair.map(encodeRfc3986).join('='));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

const percentEncode = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Percent-encodes all but the unreserved characters of RFC 3986, which is what request signatures are made of. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, percentEncode);

import type { Query, VendorRequest } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';

/**
 * Makes the URLs of reads below `endpoint` (origin and optional base path): path, and the query in the order given, encoded
 * the way that signatures encode it, so that what is signed is what is sent. A path that URL parsing would change (`..`, `?`,
 * `#`, bare spaces) could leave the endpoint: it is refused with `UPSTREAM_REJECTED`, as is half of a surrogate pair.
 */
export function requestUrls(endpoint: string): (request: VendorRequest) => URL {
  const base = endpoint.endsWith('/') ? endpoint.slice(0, -1) : endpoint;
  const basePath = new URL(base).pathname.replace(/\/$/, '');
  return ({ path, query = [] }) => {
    const isText = query.every(([name, value]) => name.isWellFormed() && value.isWellFormed());
    const url = isText ? URL.parse(`${base}${path}${queryString(query)}`) : null;
    if (path.startsWith('/') && url?.pathname === basePath + path) return url;
    throw new SourceError({
      code: 'UPSTREAM_REJECTED',
      message: 'This request was not sent: an id in it cannot stand in a URL.',
    });
  };
}

function queryString(query: Query): string {
  let text = '';
  for (const [name, value] of query)
    text += `${text === '' ? '?' : '&'}${encodeRfc3986(name)}=${encodeRfc3986(value)}`;
  return text;
}

/** Most names and values are of these alone. */
const UNRESERVED = /^[\w.~-]*$/;

const percentEncode = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Percent-encodes all but the unreserved characters of RFC 3986, which is what request signatures are made of. */
export const encodeRfc3986 = (text: string): string =>
  UNRESERVED.test(text) ? text : encodeURIComponent(text).replaceAll(/[!'()*]/g, percentEncode);

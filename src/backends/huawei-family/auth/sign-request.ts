import { createHash, createHmac } from 'node:crypto';
import type { SignableRequest } from '../../../upstream/auth/authenticator.ts';
import { encodeRfc3986 } from '../../../upstream/http/http-client.ts';

const ALGORITHM = 'SDK-HMAC-SHA256';

export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/**
 * The headers that sign a request by SDK-HMAC-SHA256 (docs/vendors/huawei-common.md#signatures): `Authorization`,
 * `X-Sdk-Date`, and `extra`, which are signed too. `host` is signed as the client sends it. `now`: milliseconds since
 * 1970; the vendor allows 15 minutes of skew.
 */
export function signRequest(
  request: SignableRequest,
  keys: KeyPair,
  now: number,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const date = sdkDate(now);
  const headers = { ...extra, 'x-sdk-date': date };
  const signed = Object.entries({ ...headers, host: request.url.host }).sort(byName);
  const names = signed.map(([name]) => name).join(';');
  const canonical = canonicalRequest(request, signed, names);
  const signature = createHmac('sha256', keys.secretKey)
    .update(`${ALGORITHM}\n${date}\n${sha256(canonical)}`)
    .digest('hex');
  return {
    ...headers,
    authorization: `${ALGORITHM} Access=${keys.accessKey}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

type Pair = readonly [name: string, value: string];

const byName = (a: Pair, b: Pair): number => compare(a[0], b[0]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `2020-06-08T02:39:00.000Z` -> `20200608T023900Z`. */
const sdkDate = (now: number): string =>
  `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

function canonicalRequest(request: SignableRequest, signed: readonly Pair[], names: string): string {
  const headers = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  return [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    headers,
    names,
    sha256(request.body),
  ].join('\n');
}

function canonicalPath(url: URL): string {
  const path = url.pathname.split('/').map(reencode).join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

/** Sorted by name, then by value; the request line keeps the caller's order, which the vendor sorts likewise. */
function canonicalQuery(url: URL): string {
  const pairs = url.search.slice(1).split('&').filter(Boolean).map(splitPair);
  return pairs
    .sort((a, b) => byName(a, b) || compare(a[1], b[1]))
    .map((pair) => pair.map(encodeRfc3986).join('='))
    .join('&');
}

function splitPair(pair: string): Pair {
  const [name = '', ...value] = pair.split('=');
  return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
}

const reencode = (part: string): string => encodeRfc3986(decodeURIComponent(part));

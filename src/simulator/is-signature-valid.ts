import { createHash, createHmac } from 'node:crypto';

/** What of an HTTP request a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A permanent or temporary key pair. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
}

const MAX_SKEW_MS = 15 * 60_000;
const AUTHORIZATION = /^SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
const SDK_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Whether `request` carries a right SDK-HMAC-SHA256 signature by `key` (docs/vendors/huawei-common.md#signatures): the
 * known access key, `x-sdk-date` among the signed headers, at most 15 minutes from `now` (epoch ms), and the signature
 * that the secret key gives.
 */
export function isSignatureValid(request: SignedRequest, key: AccessKey, now: number): boolean {
  const [, accessKey, names = '', signature] =
    AUTHORIZATION.exec(request.headers['authorization'] ?? '') ?? [];
  const signedHeaders = names.split(';');
  if (accessKey !== key.accessKey || !signedHeaders.includes('x-sdk-date')) return false;
  const date = request.headers['x-sdk-date'] ?? '';
  if (!(Math.abs(sdkTime(date) - now) <= MAX_SKEW_MS)) return false;
  return signature === signatureOf(canonicalRequest(request, signedHeaders), date, key.secretKey);
}

/** The text whose hash is signed. */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const headerLines = signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`)
    .join('');
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headerLines,
    signedHeaders.join(';'),
    request.headers['x-sdk-content-sha256'] ?? sha256(request.body),
  ].join('\n');
}

/** Sorted by name, then by value; `name=` where there is no value. */
export function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** Hex of the HMAC over a canonical request and an `X-Sdk-Date`. */
export function signatureOf(canonical: string, date: string, secretKey: string): string {
  const text = `SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`;
  return createHmac('sha256', secretKey).update(text).digest('hex');
}

function canonicalPath(path: string): string {
  const encoded = path.split('/').map(reencode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function reencode(segment: string): string {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

/** RFC 3986: only letters, digits, `-`, `.`, `_` and `~` stay. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `NaN` for what is no such date. */
const sdkTime = (text: string): number =>
  SDK_DATE.test(text) ? Date.parse(text.replace(SDK_DATE, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN;

import type { Dispatcher } from 'undici';
import type { Query, VendorRequest } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import type { Ledger } from '../../scope/ledger.ts';
import { rememberingCleaner, type ValueCleaner } from '../../secrets/clean-values.ts';
import type { LoopWatch } from '../clock.ts';
import { reviveTransportError } from '../fault/revive-transport-error.ts';
import type { Dispatchers } from './create-dispatchers.ts';
import { decodeBody, type Received, tooLarge } from './decode-body.ts';
import { Exchange, type ExchangeLimits, type RawAnswer, resendOnDeadSocket } from './exchange.ts';
import { createTunnelOrForward } from './tunnel-or-forward.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** By value, when the answer has come: nothing of it repeats them. */
  readonly secrets?: () => readonly string[];
}

export interface HttpClientOptions extends Dispatchers {
  readonly sourceId: string;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** Connections to one host. */
  readonly concurrency: number;
  readonly loop: LoopWatch;
}

/**
 * One request: gives the whole answer of whatever status, or throws `SourceError`. Redirects are not followed. It is sent
 * once, except for a GET that met a connection which the vendor was just closing.
 */
export type HttpClient = (
  request: HttpRequest,
  scope: { readonly signal: AbortSignal; readonly ledger: Ledger },
) => Promise<Received>;

const HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br',
  'user-agent': 'jobweave',
};

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { sourceId, loop, direct, forward } = options;
  const cleanerFor = rememberingCleaner();
  const tunnelOrForward = createTunnelOrForward();
  const choose = (url: URL, sendBy: (dispatcher: Dispatcher) => Promise<RawAnswer>): Promise<RawAnswer> =>
    forward === null || url.protocol !== 'http:'
      ? sendBy(direct)
      : tunnelOrForward(url.host, { tunnel: () => sendBy(direct), forward: () => sendBy(forward) });
  return async (request, { signal, ledger }) => {
    if (signal.aborted) throw abortError(signal);
    const received = ledger.send();
    loop.begin();
    try {
      const limits = limitsOf(options, signal);
      const most = request.method === 'GET' ? options.concurrency : 0;
      const answer = await choose(request.url, (dispatcher) => {
        const send = () => new Exchange(dispatcher, outgoing(request), limits());
        // The ledger counts what is sent once more.
        return resendOnDeadSocket(send, most, () => ledger.send()());
      });
      const cleaner = cleanerFor(request.secrets?.() ?? []);
      const head = { status: answer.status, headers: cleanHeaders(answer.headers, cleaner) };
      return await decodeBody(answer.body, head, options, cleaner);
    } catch (error) {
      throw reviveTransportError(error, sourceId);
    } finally {
      loop.end();
      received();
    }
  };
}

const outgoing = ({ method, url, headers, body }: HttpRequest): Dispatcher.DispatchOptions => ({
  origin: url.origin,
  path: url.pathname + url.search,
  method,
  headers: withLowerCase(HEADERS, headers),
  body: body ?? null,
});

/** Of one attempt, however often it meets a dead connection. */
function limitsOf(options: HttpClientOptions, signal: AbortSignal): () => ExchangeLimits {
  const { sourceId, timeoutMs, maxBodyBytes, loop } = options;
  const begunAt = loop.now();
  return () => ({
    signal,
    timeoutMs: timeoutMs - (loop.now() - begunAt),
    timeoutError: () => timeoutError(sourceId, timeoutMs, loop.listenedSince(begunAt)),
    maxBodyBytes,
    tooLargeError: (status) => tooLarge(options, status),
  });
}

/** If we did not listen, we cannot say that there was no answer. */
function timeoutError(sourceId: string, ms: number, listened: boolean): SourceError {
  if (listened)
    return new SourceError({
      code: 'UPSTREAM_TIMEOUT',
      message: `Source "${sourceId}" did not answer within ${ms} ms.`,
    });
  return new SourceError({
    code: 'GATEWAY_OVERLOADED',
    message: `This gateway was too busy to read the answer of source "${sourceId}" within ${ms} ms; try again in a moment.`,
  });
}

// Otherwise a header of ours and the caller's own, in another case, would both be sent.
function withLowerCase(
  ours: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all: Record<string, string> = { ...ours };
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  return all;
}

function cleanHeaders(
  headers: Readonly<Record<string, string>>,
  cleaner: ValueCleaner,
): Readonly<Record<string, string>> {
  if (!Object.values(headers).some(cleaner.mayHold)) return headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, cleaner.text(value)]));
}

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

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
import { Exchange, type ExchangeLimits, type RawAnswer } from './exchange.ts';
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
  const { sourceId, timeoutMs, maxBodyBytes, concurrency, loop, direct, forward } = options;
  const cleanerFor = rememberingCleaner();
  const tunnelOrForward = createTunnelOrForward();
  const tooLargeError = (status: number): SourceError => tooLarge(options, status);
  const limitsFor = (request: HttpRequest, ledger: Ledger, begunAt: number): ExchangeLimits => ({
    timeoutMs,
    timeoutError: () => timeoutError(sourceId, timeoutMs, loop.listenedSince(begunAt)),
    maxBodyBytes,
    tooLargeError,
    mostResends: request.method === 'GET' ? concurrency : 0,
    // The ledger counts what is sent once more.
    onResend: () => ledger.send()(),
  });
  /** In the time that is left, for a proxy may have refused it in the way that was tried first. */
  const byProxy = (request: HttpRequest, signal: AbortSignal, limits: ExchangeLimits, by: Dispatcher) => {
    const begunAt = loop.now();
    const sendBy = (dispatcher: Dispatcher): Promise<RawAnswer> => {
      const left = { ...limits, timeoutMs: timeoutMs - (loop.now() - begunAt) };
      return new Exchange(dispatcher, outgoing(request), signal, left).answer;
    };
    return tunnelOrForward(request.url.host, { tunnel: () => sendBy(direct), forward: () => sendBy(by) });
  };

  return async (request, { signal, ledger }) => {
    if (signal.aborted) throw abortError(signal);
    const received = ledger.send();
    loop.begin();
    try {
      const limits = limitsFor(request, ledger, loop.now());
      const answer = await (forward === null || request.url.protocol !== 'http:'
        ? new Exchange(direct, outgoing(request), signal, limits).answer
        : byProxy(request, signal, limits, forward));
      const cleaner = cleanerFor(request.secrets?.() ?? NO_SECRETS);
      const head = { status: answer.status, headers: cleanHeaders(answer.headers, cleaner) };
      const decoded = decodeBody(answer.body, head, options, cleaner);
      return decoded instanceof Promise ? await decoded : decoded;
    } catch (error) {
      throw reviveTransportError(error, sourceId);
    } finally {
      loop.end();
      received();
    }
  };
}

const NO_SECRETS: readonly string[] = [];

function outgoing({ method, url, headers, body }: HttpRequest): Dispatcher.DispatchOptions {
  const all: Record<string, string> = { ...HEADERS };
  // Otherwise a header of ours and the caller's own, in another case, would both be sent.
  for (const name in headers) if (Object.hasOwn(headers, name)) all[name.toLowerCase()] = headers[name] ?? '';
  return { origin: url.origin, path: url.pathname + url.search, method, headers: all, body: body ?? null };
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

function cleanHeaders(
  headers: Readonly<Record<string, string>>,
  cleaner: ValueCleaner,
): Readonly<Record<string, string>> {
  if (!Object.keys(headers).some((name) => cleaner.mayHold(headers[name] ?? ''))) return headers;
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
    const url = URL.parse(`${base}${path}${queryString(query)}`);
    if (path.startsWith('/') && url?.pathname === basePath + path) return url;
    throw notSendable();
  };
}

const notSendable = (): SourceError =>
  new SourceError({
    code: 'UPSTREAM_REJECTED',
    message: 'This request was not sent: an id in it cannot stand in a URL.',
  });

function queryString(query: Query): string {
  let text = '';
  for (const [name, value] of query) {
    const isPlain = UNRESERVED.test(name) && UNRESERVED.test(value);
    text += `${text === '' ? '?' : '&'}${isPlain ? `${name}=${value}` : `${encoded(name)}=${encoded(value)}`}`;
  }
  return text;
}

function encoded(text: string): string {
  if (!text.isWellFormed()) throw notSendable();
  return encodeRfc3986(text);
}

/** Most names and values are of these alone. */
const UNRESERVED = /^[\w.~-]*$/;

const percentEncode = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Percent-encodes all but the unreserved characters of RFC 3986, which is what request signatures are made of. */
export const encodeRfc3986 = (text: string): string =>
  UNRESERVED.test(text) ? text : encodeURIComponent(text).replaceAll(/[!'()*]/g, percentEncode);

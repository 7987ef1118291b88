import { type Dispatcher, request as send } from 'undici';
import { SourceError } from '../../model/source-error.ts';
import { withTimeout } from '../../scope/abort.ts';
import type { Ledger } from '../../scope/ledger.ts';
import { rememberingCleaner, type ValueCleaner } from '../../secrets/clean-values.ts';
import { reviveTransportError } from '../fault/revive-transport-error.ts';
import type { LoopWatch } from '../loop-watch.ts';
import { type Received, readBody } from './read-body.ts';
import { resendOnDeadSocket } from './resend-on-dead-socket.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** By value: nothing of the answer repeats them. */
  readonly secrets?: readonly string[];
}

export interface HttpClientOptions {
  readonly sourceId: string;
  readonly dispatcher: Dispatcher;
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
  const { sourceId, timeoutMs, loop } = options;
  const cleanerFor = rememberingCleaner();
  return async (request, { signal, ledger }) => {
    loop.begin();
    const begunAt = loop.now();
    try {
      return await withTimeout(
        timeoutMs,
        signal,
        () => timeoutError(sourceId, timeoutMs, loop.listenedSince(begunAt)),
        (attempt) => countedExchange(request, options, attempt, ledger, cleanerFor),
      );
    } finally {
      loop.end();
    }
  };
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

/** One exchange of which the ledger knows; its failure as `SourceError`. */
async function countedExchange(
  request: HttpRequest,
  options: HttpClientOptions,
  signal: AbortSignal,
  ledger: Ledger,
  cleanerFor: (secrets: readonly string[]) => ValueCleaner,
): Promise<Received> {
  const received = ledger.send();
  const countAnother = (): void => ledger.send()();
  try {
    const cleaner = cleanerFor(request.secrets ?? []);
    return await exchange(request, options, signal, countAnother, cleaner);
  } catch (error) {
    throw reviveTransportError(error, options.sourceId);
  } finally {
    received();
  }
}

async function exchange(
  request: HttpRequest,
  options: HttpClientOptions,
  signal: AbortSignal,
  onResend: () => void,
  cleaner: ValueCleaner,
): Promise<Received> {
  const sendOnce = () =>
    send(request.url, {
      dispatcher: options.dispatcher,
      method: request.method,
      headers: { ...HEADERS, ...lowerCased(request.headers) },
      body: request.body ?? null,
      signal,
    });
  const most = request.method === 'GET' ? options.concurrency : 0;
  const { statusCode, headers, body } = await resendOnDeadSocket(sendOnce, most, onResend);
  const head = { status: statusCode, headers: cleanHeaders(flatten(headers), cleaner) };
  return await readBody(body, head, options, cleaner);
}

// Otherwise a header of ours and the caller's own, in another case, would both be sent.
const lowerCased = (headers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    [value].flat().join(', '),
  ]);
  return Object.fromEntries(pairs);
}

function cleanHeaders(headers: Record<string, string>, cleaner: ValueCleaner): Record<string, string> {
  if (!cleaner.mayHold(Object.values(headers).join('\n'))) return headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, cleaner.text(value)]));
}

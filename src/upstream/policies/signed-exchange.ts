import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Authenticator, SignInIo } from '../auth/authenticator.ts';
import { wordsOf } from '../auth/words-of.ts';
import type { Clock } from '../clock.ts';
import { badResponse } from '../fault/bad-response.ts';
import { faultError } from '../fault/fault-error.ts';
import { judgeReply } from '../fault/judge-reply.ts';
import type { Answer } from '../http/answer.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { VendorPace } from './vendor-pace.ts';

export interface SignableRead {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the headers ask for the answer only if it has changed. */
  readonly conditional: boolean;
}

export interface SignedExchangeOptions {
  readonly sourceId: string;
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  readonly readFault: FaultReader;
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Ends sign-ins, which no asker's leaving ends. */
  readonly closing: AbortSignal;
}

/** What a request waits for, and what its answer teaches. */
export interface Pacing {
  /** Of the credential that it is sent with. */
  readonly own: VendorPace;
  /** Of all of the source's requests together. */
  readonly shared: RateLimiter;
}

type Headers = Readonly<Record<string, string>>;

/**
 * One read with credentials, given up with `SourceError` where its answer is a fault. Credentials that the vendor calls
 * expired are replaced and the read is sent once more.
 */
export function createSignedExchange(options: SignedExchangeOptions) {
  const { authenticator, clock, http } = options;

  const signInIo = ({ ledger }: SourceScope): SignInIo => ({
    sourceId: options.sourceId,
    now: clock.now,
    exchange: async (request) => (await http(request, { ledger, signal: options.closing })).reply,
  });

  // The token of the rate limit comes first: a signature is made for the moment in which it is sent.
  const sendSigned = async (read: SignableRead, scope: SourceScope, pacing: Pacing) => {
    await waitForTurn(pacing, scope);
    const request = { method: 'GET' as const, url: read.url, body: '' };
    const credentials = await authenticator.authorize(request, scope, signInIo(scope));
    const headers = { ...read.headers, ...credentials };
    const answer = await http({ method: 'GET', url: read.url, headers }, scope);
    return { answer, credentials, fault: faultOf(answer.reply, read, options) };
  };

  return async (read: SignableRead, scope: SourceScope, pacing: Pacing): Promise<Answer> => {
    const first = await sendSigned(read, scope, pacing);
    const stale = first.fault?.code === 'CREDENTIALS_EXPIRED' && authenticator.reject(first.credentials);
    const { answer, credentials, fault } = stale ? await sendSigned(read, scope, pacing) : first;
    if (fault === null) {
      authenticator.accepted?.(credentials);
      pacing.own.accepted();
      return answer;
    }
    if (fault.code === 'UPSTREAM_RATE_LIMITED') pacing.own.learn(fault.allowance ?? null);
    const secrets = [...secretsOf(credentials, options.endpoint), ...authenticator.secrets(scope)];
    const error = faultError(fault, answer.reply, { ...options, secrets, now: clock.now() });
    if (fault.code === 'CREDENTIALS_EXPIRED') authenticator.refused?.(credentials, error, clock.now());
    throw error;
  };
}

/** The own turn first: who waits for it must not stand in front of the others. */
async function waitForTurn({ own, shared }: Pacing, scope: SourceScope): Promise<void> {
  const stopWaiting = scope.ledger.wait();
  try {
    await own.take(scope);
    await shared(scope);
  } finally {
    stopWaiting();
  }
}

/** A fault reader that stumbles has met an answer that its vendor never gives. */
function faultOf(
  reply: Reply,
  read: SignableRead,
  { sourceId, readFault }: SignedExchangeOptions,
): Fault | null {
  try {
    return judgeReply(reply, { readFault, conditional: read.conditional });
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw badResponse(sourceId, reply.status, 'with something that this vendor is not known to say', error);
  }
}

const secretsOf = (credentials: Headers, endpoint: string): readonly string[] => [
  new URL(endpoint).hostname,
  ...Object.values(credentials).flatMap(wordsOf),
];

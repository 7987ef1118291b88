import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { type VendorCall, type Watch, type WatchedCall, watchTogether } from '../../scope/watch.ts';
import type { Answer, Call, Headers } from '../call.ts';
import type { Received } from '../http/decode-body.ts';
import type { HttpClient, HttpRequest } from '../http/http-client.ts';
import type { Policy } from './policy.ts';

export interface WatchOptions {
  readonly sourceId: string;
  /** Of all requests of the source; the operation may have one of its own. */
  readonly watch?: Watch | undefined;
  readonly secrets: (scope: SourceScope) => readonly string[];
}

const NONE: Headers = {};

/** Tells those who watch of each request and of what came of it. Next to the network: what it times is the vendor's alone. */
export const watched =
  ({ sourceId, watch, secrets }: WatchOptions): Policy =>
  (next) =>
  async (call) => {
    const all = watchersOf(watch, call.scope);
    if (all === null) return next(call);
    return watchedBy(all, toVendorCall(call, sourceId, secrets), (headers) => {
      call.tracing = headers;
      return next(call);
    });
  };

/** The same for the requests of signing in, which pass none of the policies. */
export function watchedHttp(http: HttpClient, { sourceId, watch, secrets }: WatchOptions) {
  return (request: HttpRequest, scope: SourceScope, signal: AbortSignal): Promise<Received> => {
    const send = (headers: Headers) =>
      http({ ...request, headers: { ...request.headers, ...headers } }, { ledger: scope.ledger, signal });
    const all = watchersOf(watch, scope);
    if (all === null) return send(NONE);
    const { method, url } = request;
    const call = { method, url, attempt: 1, waitedMs: 0, asked: 0, secrets: () => secrets(scope) };
    return watchedBy(all, { ...call, sourceId, purpose: 'sign-in' }, send);
  };
}

/** `null`: nobody watches. */
function watchersOf(
  watch: Watch | undefined,
  { request, ledger }: Pick<SourceScope, 'request' | 'ledger'>,
): Watch | null {
  if (request.watch === undefined && ledger.notes === null) return watch ?? null;
  return watchTogether([watch, request.watch, ledger.notes?.watch].filter((one) => one !== undefined));
}

/** `work`, with the headers of those who watch. */
async function watchedBy<
  Result extends Pick<Answer, 'bytes'> & { readonly reply: { readonly status: number } },
>(watch: Watch, call: VendorCall, work: (headers: Headers) => Promise<Result>): Promise<Result> {
  const begun = watch(call);
  const startedAt = performance.now();
  try {
    const result = await work(begun.headers ?? NONE);
    tell(begun, startedAt, result.reply.status, null, result.bytes);
    return result;
  } catch (error) {
    const failure = error instanceof SourceError ? error : null;
    tell(begun, startedAt, failure?.upstreamStatus ?? null, failure, 0);
    throw error;
  }
}

function tell(
  { end }: WatchedCall,
  startedAt: number,
  status: number | null,
  error: SourceError | null,
  bytes: number,
): void {
  end({ status, error, bytes, durationMs: performance.now() - startedAt });
}

const toVendorCall = (
  { url, attempt, begunAt, sentAt, asked, scope }: Call,
  sourceId: string,
  secrets: WatchOptions['secrets'],
): VendorCall => ({
  sourceId,
  purpose: 'read',
  method: 'GET',
  url,
  attempt,
  waitedMs: sentAt === null ? 0 : sentAt - begunAt,
  asked,
  secrets: () => secrets(scope),
});

import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { type VendorCall, type Watch, watchTogether } from '../../scope/watch.ts';
import type { Received } from '../http/decode-body.ts';
import type { HttpClient, HttpRequest } from '../http/http-client.ts';
import type { Call, Headers } from '../policy.ts';
import { DONE, gatePolicy, type Policy } from '../policy.ts';

export interface WatchOptions {
  readonly sourceId: string;
  /** Of all requests of the source; the operation may have one of its own. */
  readonly watch?: Watch | undefined;
  readonly secrets: (scope: SourceScope) => readonly string[];
}

const NONE: Headers = {};

/** Tells those who watch of each request and of what came of it. Next to the network: what it times is the vendor's alone. */
export const watched = ({ sourceId, watch, secrets }: WatchOptions): Policy =>
  gatePolicy((call) => {
    const all = watchersOf(watch, call.scope);
    if (all === null) return DONE;
    const { headers, answered, failed } = watching(all, toVendorCall(call, sourceId, secrets));
    call.tracing = headers;
    return {
      passed: (_, { reply, bytes }) => answered(reply.status, bytes),
      failed: (_, error) => failed(error),
    };
  });

/** The same for the requests of signing in, which pass none of the policies. */
export function watchedHttp(http: HttpClient, { sourceId, watch, secrets }: WatchOptions) {
  return async (request: HttpRequest, scope: SourceScope, signal: AbortSignal): Promise<Received> => {
    const { ledger } = scope;
    const all = watchersOf(watch, scope);
    if (all === null) return http(request, { ledger, signal });
    const { method, url } = request;
    const call = { method, url, attempt: 1, waitedMs: 0, asked: 0, secrets: () => secrets(scope) };
    const { headers, answered, failed } = watching(all, { ...call, sourceId, purpose: 'sign-in' });
    try {
      const received = await http(
        { ...request, headers: { ...request.headers, ...headers } },
        { ledger, signal },
      );
      answered(received.reply.status, received.bytes);
      return received;
    } catch (error) {
      throw failed(error);
    }
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

/** A request that goes out, with the headers of those who watch. */
function watching(watch: Watch, call: VendorCall) {
  const { headers = NONE, end } = watch(call);
  const startedAt = performance.now();
  const tell = (status: number | null, error: SourceError | null, bytes: number): void =>
    end({ status, error, bytes, durationMs: performance.now() - startedAt });
  return {
    headers,
    answered: (status: number, bytes: number) => tell(status, null, bytes),
    failed: (error: unknown): unknown => {
      const failure = error instanceof SourceError ? error : null;
      tell(failure?.upstreamStatus ?? null, failure, 0);
      return error;
    },
  };
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

import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { type VendorCall, type Watch, type WatchedCall, watchTogether } from '../../scope/watch.ts';
import type { Received } from '../http/decode-body.ts';
import type { HttpClient, HttpRequest } from '../http/http-client.ts';
import { DONE, gatePolicy, type Headers, NO_HEADERS, type Passage, type Policy } from '../policy.ts';

export interface WatchOptions {
  readonly sourceId: string;
  /** Of all requests of the source; the operation may have one of its own. */
  readonly watch?: Watch | undefined;
  readonly secrets: (scope: SourceScope) => readonly string[];
}

/** Tells those who watch of each request and of what came of it. Next to the network: what it times is the vendor's alone. */
export const watched = ({ sourceId, watch, secrets }: WatchOptions): Policy =>
  gatePolicy((call) => {
    const { request, ledger } = call.scope;
    const isWatchedByOne = request.watch === undefined && ledger.notes === null;
    const all = isWatchedByOne ? watch : watchersOf(watch, call.scope);
    if (!all) return DONE;
    const watching = new Watching(all, {
      sourceId,
      purpose: 'read',
      method: 'GET',
      url: call.url,
      attempt: call.attempt,
      waitedMs: call.sentAt === null ? 0 : call.sentAt - call.begunAt,
      asked: call.asked,
      secrets: () => secrets(call.scope),
    });
    call.tracing = watching.headers;
    return watching;
  });

/** The same for the requests of signing in, which pass none of the policies. */
export function watchedHttp(http: HttpClient, { sourceId, watch, secrets }: WatchOptions) {
  return async (request: HttpRequest, scope: SourceScope, signal: AbortSignal): Promise<Received> => {
    const { ledger } = scope;
    const all = watchersOf(watch, scope);
    if (all === null) return http(request, { ledger, signal });
    const { method, url } = request;
    const call = { method, url, attempt: 1, waitedMs: 0, asked: 0, secrets: () => secrets(scope) };
    const watching = new Watching(all, { ...call, sourceId, purpose: 'sign-in' });
    try {
      const received = await http(
        { ...request, headers: { ...request.headers, ...watching.headers } },
        { ledger, signal },
      );
      watching.passed(null, received);
      return received;
    } catch (error) {
      throw watching.failed(null, error);
    }
  };
}

/** `null`: nobody watches. */
function watchersOf(
  watch: Watch | undefined,
  { request, ledger }: Pick<SourceScope, 'request' | 'ledger'>,
): Watch | null {
  return watchTogether([watch, request.watch, ledger.notes?.watch].filter((one) => one !== undefined));
}

/** A request that goes out, with the headers of those who watch. */
class Watching implements Passage {
  readonly headers: Headers;
  readonly #end: WatchedCall['end'];
  readonly #startedAt: number;

  constructor(watch: Watch, call: VendorCall) {
    const { headers = NO_HEADERS, end } = watch(call);
    this.headers = headers;
    this.#end = end;
    this.#startedAt = performance.now();
  }

  passed(
    _: unknown,
    { reply, bytes }: { readonly reply: { readonly status: number }; readonly bytes: number },
  ) {
    const durationMs = performance.now() - this.#startedAt;
    this.#end({ status: reply.status, error: null, bytes, durationMs });
  }

  failed(_: unknown, error: unknown): unknown {
    const failure = error instanceof SourceError ? error : null;
    const durationMs = performance.now() - this.#startedAt;
    this.#end({ status: failure?.upstreamStatus ?? null, error: failure, bytes: 0, durationMs });
    return error;
  }
}

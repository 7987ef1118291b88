import type { Caller, ReadHeader } from '../access/caller.ts';

/** One request, as everything that decides about it knows it, whichever way it came. */
export interface Asked {
  readonly method: string;
  /** Of its target, without query. */
  readonly path: string;
  readonly header: ReadHeader;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** The same at this moment, for who need not be told later. */
  readonly isGone: boolean;
  /** Ends what is done for it. */
  readonly abort: (reason?: unknown) => void;
  /** Who asks; `null`: it is not known yet, or need not be. */
  caller: Caller | null;
  /** What the answer may be sent as, the best first; empty: nothing of it is chosen yet. */
  types: readonly string[];
}

/** A request that did not come from the network, or came from a library. */
export function askedBy(request: Request): Asked {
  const given = request.signal;
  const controller = new AbortController();
  const abort = (reason?: unknown): void => controller.abort(reason);
  if (given.aborted) abort(given.reason);
  else given.addEventListener('abort', () => abort(given.reason), { once: true });
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    header: (name) => request.headers.get(name),
    signal: controller.signal,
    get isGone() {
      return controller.signal.aborted;
    },
    abort,
    caller: null,
    types: [],
  };
}

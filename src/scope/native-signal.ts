/** The signal of one request, as the platform has it. */
export interface NativeSignal {
  readonly signal: AbortSignal;
  /** Ends what is done for the request. */
  readonly abort: (reason: unknown) => void;
}

const known = new WeakMap<AbortSignal, NativeSignal>();

/**
 * The platform's own signal for one of the server's library, the same at each call: `AbortSignal.any` takes no other, and an
 * executor asks it before each object.
 */
export function nativeSignal(given: AbortSignal): NativeSignal {
  const kept = known.get(given);
  if (kept !== undefined) return kept;
  const controller = new AbortController();
  const abort = (reason: unknown): void => controller.abort(reason);
  if (given.aborted) abort(given.reason);
  given.addEventListener('abort', () => abort(given.reason), { once: true });
  const native = { signal: controller.signal, abort };
  known.set(given, native);
  return native;
}

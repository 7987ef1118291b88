const known = new WeakMap<AbortSignal, AbortSignal>();

/**
 * The platform's own signal for one of the server's library, the same at each call: `AbortSignal.any` takes no other, and an
 * executor asks it before each object.
 */
export function nativeSignal(signal: AbortSignal): AbortSignal {
  const kept = known.get(signal);
  if (kept !== undefined) return kept;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  known.set(signal, controller.signal);
  return controller.signal;
}

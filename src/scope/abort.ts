import { SourceError } from '../model/source-error.ts';

/** Aborts with `UPSTREAM_LATE` after `leftMs` of the `ms` that the source has in all; keeps no process alive. */
export function deadline(ms: number, leftMs: number = ms): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(lateError(ms)), leftMs).unref();
  return controller.signal;
}

/** The source has not answered within the time that it was given. */
export const lateError = (ms: number): SourceError =>
  new SourceError({ code: 'UPSTREAM_LATE', message: `The source did not answer within ${ms} ms.` });

/** The source's own deadline has passed; a client that hangs up has another reason. */
export const isLate = (reason: unknown): reason is SourceError =>
  reason instanceof SourceError && reason.code === 'UPSTREAM_LATE';

/** Why an aborted signal was aborted, as a `SourceError`: its reason where that is one, else `DEADLINE_EXCEEDED`. */
export function abortError(signal: AbortSignal): SourceError {
  if (signal.reason instanceof SourceError) return signal.reason;
  return new SourceError({
    code: 'DEADLINE_EXCEEDED',
    message: 'Nobody waits for this answer any more: its deadline has passed or its client has gone.',
    cause: signal.reason,
  });
}

/** The outcome of `work`, or a `SourceError` as soon as `signal` aborts; `work` itself goes on, and its late failure is ignored. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(abortError(signal));
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    const done = () => signal.removeEventListener('abort', leave);
    work.then(resolve, reject).finally(done);
  });
}

/** A longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` for at most `ms`, or until `parent` aborts. Exact to the timer, unlike the client's own time-outs; and the
 * timer ends with the work, unlike `AbortSignal.timeout`, so that thousands of quick requests leave no timers behind.
 */
export async function withTimeout<T>(
  ms: number,
  parent: AbortSignal,
  timeoutError: () => SourceError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (parent.aborted) throw abortError(parent);
  const controller = new AbortController();
  const follow = () => controller.abort(abortError(parent));
  const timer = setTimeout(() => controller.abort(timeoutError()), Math.min(ms, LONGEST_TIMER_MS));
  parent.addEventListener('abort', follow, { once: true });
  try {
    return await abortable(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', follow);
  }
}

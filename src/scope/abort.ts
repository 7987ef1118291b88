import { SourceError } from '../model/source-error.ts';

/** A longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Aborts with `UPSTREAM_LATE` after so many milliseconds, unless it has ended before; keeps no process alive. */
export function deadline(ms: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(lateError(ms)), ms).unref();
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/**
 * The time of one source in one request. Its signal aborts with `UPSTREAM_LATE` when the time is up, and with its parent. The
 * time is kept only while somebody reads: a timer of each request that has long been answered would keep all of it.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #ms: number;
  readonly #at: number;
  #timer: NodeJS.Timeout | null = null;

  /** `ms`: in all; `at`: when it is up, in milliseconds since 1970. */
  constructor(ms: number, at: number, parent: AbortSignal) {
    this.#ms = ms;
    this.#at = at;
    const follow = (): void => this.#controller.abort(parent.reason);
    if (parent.aborted) follow();
    else parent.addEventListener('abort', follow, { once: true });
    if (at <= Date.now()) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Somebody reads from now on. */
  start(): void {
    const left = this.#at - Date.now();
    if (left <= 0) this.#abort();
    else this.#timer ??= setTimeout(() => this.#abort(), Math.min(left, LONGEST_TIMER_MS)).unref();
  }

  /** Nobody does. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #abort(): void {
    if (!this.signal.aborted) this.#controller.abort(lateError(this.#ms));
  }
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

/** Who waits until a signal aborts. One listener for all of them: a thousand listeners take a thousand steps to add one more. */
const waitings = new WeakMap<AbortSignal, Set<() => void>>();

function waitingFor(signal: AbortSignal): Set<() => void> {
  const known = waitings.get(signal);
  if (known !== undefined) return known;
  const waiting = new Set<() => void>();
  waitings.set(signal, waiting);
  const leaveAll = (): void => {
    for (const leave of waiting) leave();
  };
  signal.addEventListener('abort', leaveAll, { once: true });
  return waiting;
}

/** The outcome of `work`, or a `SourceError` as soon as `signal` aborts; `work` itself goes on, and its late failure is ignored. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(abortError(signal));
    if (signal.aborted) leave();
    const waiting = waitingFor(signal).add(leave);
    const done = () => waiting.delete(leave);
    work.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
  });
}

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

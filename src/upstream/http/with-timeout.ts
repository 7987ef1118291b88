import type { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort-error.ts';
import { abortable } from '../../scope/abortable.ts';

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

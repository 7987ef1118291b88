import { abortError } from './abort-error.ts';

/** The outcome of `work`, or a `SourceError` as soon as `signal` aborts; `work` itself goes on, its late failure unheard. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(abortError(signal));
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    const done = () => signal.removeEventListener('abort', leave);
    work.then(resolve, reject).finally(done);
  });
}

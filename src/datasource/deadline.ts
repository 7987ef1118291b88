import { SourceError } from '../model/source-error.ts';

/** Aborts with `UPSTREAM_LATE` after so many milliseconds; keeps no process alive. */
export function deadline(ms: number): AbortSignal {
  const controller = new AbortController();
  const error = new SourceError({
    code: 'UPSTREAM_LATE',
    message: `The source did not answer within ${ms} ms.`,
  });
  setTimeout(() => controller.abort(error), ms).unref();
  return controller.signal;
}

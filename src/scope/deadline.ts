import { SourceError } from '../model/source-error.ts';

/** Aborts with `UPSTREAM_LATE` after so many milliseconds; keeps no process alive. */
export function deadline(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(late(ms)), ms).unref();
  return controller.signal;
}

const late = (ms: number): SourceError =>
  new SourceError({ code: 'UPSTREAM_LATE', message: `The source did not answer within ${ms} ms.` });

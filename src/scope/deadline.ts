import { SourceError } from '../model/source-error.ts';

/** Aborts with `UPSTREAM_LATE` after `leftMs` of the `ms` that the source has in all; keeps no process alive. */
export function deadline(ms: number, leftMs: number = ms): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(late(ms)), leftMs).unref();
  return controller.signal;
}

const late = (ms: number): SourceError =>
  new SourceError({ code: 'UPSTREAM_LATE', message: `The source did not answer within ${ms} ms.` });

import type { ReadContext } from '../datasource/contract/transport.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { createLedger } from '../scope/create-ledger.ts';
import { deadline } from '../scope/deadline.ts';

/** What reads of single things at a source carry, for the length of one request. */
export type ReadContexts = (source: JobSource) => ReadContext;

export interface Asker {
  readonly signal: AbortSignal;
  readonly callerHeaders: Readonly<Record<string, string>>;
}

/** One context for each source; its deadline begins with the first read. */
export function createReadContexts(asker: Asker): ReadContexts {
  const contexts = new Map<string, ReadContext>();
  return (source) => {
    const known = contexts.get(source.id);
    if (known !== undefined) return known;
    const context = {
      signal: AbortSignal.any([asker.signal, deadline(source.deadlineMs)]),
      deadlineAt: Date.now() + source.deadlineMs,
      ledger: createLedger(),
      callerHeaders: asker.callerHeaders,
    };
    contexts.set(source.id, context);
    return context;
  };
}

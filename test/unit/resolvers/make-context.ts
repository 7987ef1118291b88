import { createCursorSigner } from '../../../src/connection/cursor/cursor-signer.ts';
import type { RequestContext } from '../../../src/context.ts';
import type { JobSource } from '../../../src/datasource/source/job-source.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { createReadContexts } from '../../../src/loaders/read-contexts.ts';

/** What a request carries, before sources of a test's own. */
export function makeContext(sources: readonly JobSource[]): RequestContext {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const { signal } = new AbortController();
  const contexts = createReadContexts({ signal, callerHeaders: {} });
  return {
    sources: byId,
    signer: createCursorSigner('a key for tests only'),
    scanLimits: { perRequest: 100, perSource: 100 },
    contexts,
    loaders: createLoaders(byId, contexts),
    reportErrors: [],
    signal,
    callerHeaders: {},
  };
}

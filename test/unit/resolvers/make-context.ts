import { createCursorSigner } from '../../../src/connection/cursor/cursor-codec.ts';
import type { RequestContext } from '../../../src/context.ts';
import type { JobSource } from '../../../src/datasource/source/job-source.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';

/** What a request carries, before sources of a test's own. */
export function makeContext(sources: readonly JobSource[]): RequestContext {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const scope = new RequestScope({ client: new AbortController() });
  return {
    sources: byId,
    signer: createCursorSigner('a key for tests only'),
    scanLimits: { perRequest: 100, perSource: 100 },
    answerBytes: 1_000_000,
    budget: { vendorRequests: 1_000, rows: 1_000 },
    sourceErrors: 'errors',
    scope,
    loaders: createLoaders(byId, scope),
    reportErrors: [],
    reports: [],
    explain: null,
    queuedMs: () => 0,
    freshMs: () => 0,
    observed: { scope, principal: 'test', trace: null, shares: async () => [] },
  };
}

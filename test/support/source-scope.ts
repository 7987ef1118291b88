import { createDefects } from '../../src/scope/defects.ts';
import { Budget, Ledger } from '../../src/scope/ledger.ts';
import { RequestScope, type SourceScope } from '../../src/scope/request-scope.ts';

export interface ScopeFields extends Partial<SourceScope> {
  /** Of the caller, lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a read carries, for tests that read without a gateway around them: no deadline, nobody leaves. */
export function sourceScope({ headers = {}, ...fields }: ScopeFields = {}): SourceScope {
  const { signal } = new AbortController();
  return {
    request: new RequestScope({ header: (name) => headers[name] ?? null, client: { signal } }),
    signal,
    deadlineAt: Number.POSITIVE_INFINITY,
    ledger: new Ledger(),
    budget: new Budget(),
    defects: createDefects('test'),
    ...fields,
  };
}

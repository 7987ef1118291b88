import type { SourceReadiness } from '../../../server/routes.ts';

const ORDER = ['HEALTHY', 'UNKNOWN', 'DEGRADED', 'DOWN'];

/** Each source as the worker sees it that sees it worst. */
export function worstOf(all: readonly (readonly SourceReadiness[])[]): readonly SourceReadiness[] {
  const worst = new Map<string, SourceReadiness>();
  for (const source of all.flat()) {
    const known = worst.get(source.id);
    if (known === undefined || ORDER.indexOf(source.state) > ORDER.indexOf(known.state))
      worst.set(source.id, source);
  }
  return [...worst.values()];
}

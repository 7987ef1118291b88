import type { FetchedRow } from './contract.ts';

/** Rows of jobs that will not change any more, kept for a while: to read one again would tell nothing new. */
export interface SettledRows {
  readonly get: (key: string) => readonly FetchedRow[] | null;
  readonly keep: (key: string, rows: readonly FetchedRow[]) => void;
}

const KEPT_MS = 60_000;
const MOST_KEPT = 1_000;

/** Keeps what was read latest; what is oldest goes first. */
export function createSettledRows(now: () => number): SettledRows {
  const kept = new Map<string, { readonly rows: readonly FetchedRow[]; readonly until: number }>();
  return {
    get: (key) => {
      const found = kept.get(key);
      return found === undefined || found.until < now() ? null : found.rows;
    },
    keep: (key, rows) => {
      kept.delete(key);
      kept.set(key, { rows, until: now() + KEPT_MS });
      const oldest = kept.keys().next();
      if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value);
    },
  };
}

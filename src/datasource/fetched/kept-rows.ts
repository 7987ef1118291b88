import type { FetchedRow } from '../contract/backend-definition.ts';

/** Rows that were read, each for as long as it is said to be good. */
export interface KeptRows {
  readonly get: (key: string) => readonly FetchedRow[] | null;
  readonly keep: (key: string, rows: readonly FetchedRow[], forMs: number) => void;
}

interface Entry {
  readonly rows: readonly FetchedRow[];
  readonly size: number;
  readonly until: number;
}

const MOST_KEPT = 2_000;
/** Characters of JSON, of all rows together. */
const LARGEST = 16 * 1024 * 1024;

/** Keeps what was read latest; what is oldest goes first. */
export function createKeptRows(now: () => number): KeptRows {
  const kept = new Map<string, Entry>();
  let size = 0;

  const remove = (key: string): void => {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const current = (key: string): Entry | null => {
    const found = kept.get(key);
    return found === undefined || found.until <= now() ? null : found;
  };

  return {
    get: (key) => current(key)?.rows ?? null,
    keep: (key, rows, forMs) => {
      // Others who waited for the same have kept it already.
      if (forMs <= 0 || current(key) !== null) return;
      remove(key);
      const entry = { rows, size: sizeOf(rows), until: now() + forMs };
      kept.set(key, entry);
      size += entry.size;
      for (const [oldest, { until }] of kept) {
        if (kept.size <= MOST_KEPT && size <= LARGEST && until > now()) break;
        remove(oldest);
      }
    },
  };
}

const sizeOf = (rows: readonly FetchedRow[]): number => JSON.stringify(rows.map(({ raw }) => raw)).length;

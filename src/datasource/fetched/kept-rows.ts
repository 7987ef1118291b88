import { LRUCache } from 'lru-cache';
import type { FetchedRow } from '../contract/backend-definition.ts';

export interface Kept {
  readonly rows: readonly FetchedRow[];
  /** By the clock of whoever keeps them, in milliseconds. */
  readonly until: number;
}

/** Rows that were read, each for as long as it is said to be good. */
export interface KeptRows {
  readonly get: (key: string) => Kept | null;
  readonly keep: (key: string, rows: readonly FetchedRow[], forMs: number) => void;
}

const MOST_KEPT = 2_000;
/** Characters of JSON, of all rows together. */
const LARGEST = 16 * 1024 * 1024;

/** Keeps what was used latest. Each entry knows its own end, to the millisecond in which it is over. */
export function createKeptRows(now: () => number): KeptRows {
  const kept = new LRUCache<string, Kept>({
    max: MOST_KEPT,
    maxSize: LARGEST,
    sizeCalculation: ({ rows }) => sizeOf(rows),
  });
  const current = (key: string): Kept | null => {
    const found = kept.get(key);
    return found === undefined || found.until <= now() ? null : found;
  };

  return {
    get: current,
    keep: (key, rows, forMs) => {
      // Others who waited for the same have kept it already.
      if (forMs > 0 && current(key) === null) kept.set(key, { rows, until: now() + forMs });
    },
  };
}

const sizeOf = (rows: readonly FetchedRow[]): number => JSON.stringify(rows.map(({ raw }) => raw)).length;

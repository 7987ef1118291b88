import { LRUCache } from 'lru-cache';
import type { Instant } from '../../model/job.ts';
import type { FetchedRow } from '../contract/backend-definition.ts';

/** When the jobs of a list were created, as far as it was read at some time: a job that has a time keeps it. */
export interface KnownTimes {
  /** `null`: the time of at least one job is not known, so it may be any. */
  readonly of: (key: string) => readonly Instant[] | null;
  readonly learn: (key: string, rows: readonly FetchedRow[]) => void;
}

const MOST_KNOWN = 10_000;

export function createKnownTimes(): KnownTimes {
  const known = new LRUCache<string, readonly Instant[]>({ max: MOST_KNOWN });
  return {
    of: (key) => known.get(key) ?? null,
    learn: (key, rows) => {
      const times = rows.map(({ row }) => row.fields.createdAt).filter((time) => time !== null);
      if (times.length > 0 && times.length === rows.length) known.set(key, times);
      else known.delete(key);
    },
  };
}

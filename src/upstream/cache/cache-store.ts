import { LRUCache } from 'lru-cache';
import type { Answer } from '../call.ts';
import type { Freshness } from './freshness.ts';

export interface CacheEntry extends Freshness {
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/**
 * Where answers are kept. `get` gives a promise where the store is outside of this process; from memory it gives the entry
 * itself, so that no read waits a turn of the event loop. Nobody waits for `set` and `delete`: at worst, an answer is asked
 * for once more. Numbers of questions (`GoodReply.asked`) have a meaning
 * in one process only: an entry of another process has 0, older than all.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
  /** `usefulMs`: how long anybody can use it; 0: it is not kept, and the entry before it is dropped. */
  set(key: string, entry: CacheEntry, usefulMs: number): void;
  delete(key: string): void;
}

/** What an entry takes beside its body: key, headers, bookkeeping. Without it, there would be no limit for tiny answers. */
const OVERHEAD_BYTES = 1_024;
/** Useless entries are removed no more often than this. */
const PURGE_MS = 1_000;

/** Holds what is useful and fits into `maxBytes`; the entries unused for longest go first. */
export function createMemoryCache(maxBytes: number, now: () => number): CacheStore {
  const entries = new LRUCache<string, CacheEntry>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }) => answer.bytes + OVERHEAD_BYTES,
    perf: { now },
    // Otherwise each look at the time would set a timer, which forgets it a millisecond later.
    ttlResolution: 0,
  });
  let purgedAt = now();

  // By itself the cache drops an entry past its time only when somebody asks for it again.
  const purge = () => {
    if (now() - purgedAt < PURGE_MS) return;
    purgedAt = now();
    entries.purgeStale();
  };
  return {
    get: (key) => entries.get(key),
    set: (key, entry, usefulMs) => {
      purge();
      if (usefulMs <= 0) entries.delete(key);
      else entries.set(key, entry, { ttl: Number.isFinite(usefulMs) ? Math.ceil(usefulMs) : 0 });
    },
    delete: (key) => {
      entries.delete(key);
    },
  };
}

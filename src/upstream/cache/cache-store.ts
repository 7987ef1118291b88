import { LRUCache } from 'lru-cache';
import type { Answer } from '../call.ts';
import type { Freshness } from './freshness.ts';

export interface CacheEntry extends Freshness {
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/**
 * Where answers are kept. `get` gives a promise where they are kept elsewhere, for several processes together; what is kept
 * here is at hand, and no read waits a turn of the event loop for it. `set` and `delete` are waited for by nobody: an answer
 * that is kept a moment later is asked for once more at worst. Numbers of questions (`GoodReply.asked`) mean something
 * in one process only: what another one kept comes with 0, older than all.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
  /** `usefulMs`: after so long nobody wants it any more; 0: it is not kept, nor is what was there. */
  set(key: string, entry: CacheEntry, usefulMs: number): void;
  delete(key: string): void;
}

/** What an entry takes beside its body: key, headers, bookkeeping. Without it, tiny answers would be held without bound. */
const OVERHEAD_BYTES = 1_024;
/** How often, at most, room is made of what is of no use any more. */
const PURGE_MS = 1_000;

/** Holds what fits into `maxBytes` and is of use still; what was unused for longest goes first. */
export function createMemoryCache(maxBytes: number, now: () => number): CacheStore {
  const entries = new LRUCache<string, CacheEntry>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }) => answer.bytes + OVERHEAD_BYTES,
    perf: { now },
    // Else each look at the time would set a timer, which forgets it a millisecond later.
    ttlResolution: 0,
  });
  let purgedAt = now();

  // By itself the cache forgets what is past its time only when somebody asks for it again.
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

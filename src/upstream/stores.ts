import { type CacheStore, createMemoryCache } from './cache/response-cache.ts';
import type { Clock } from './clock.ts';
import { createPartitionStore, type PartitionStore } from './partition-store.ts';
import type { Circuit } from './policies/circuit.ts';
import type { Meter } from './policies/rate-limiter.ts';
import { createTokenBucket } from './policies/token-bucket.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

/** Where one source's policies keep what several processes may want to know together. */
export interface Stores {
  /** `null`: no answer is kept. */
  readonly cache: CacheStore | null;
  readonly circuits: PartitionStore<Circuit>;
  /** Of what fails by itself. */
  readonly places: PartitionStore<Circuit>;
  /** Of all of the source's requests together; `null`: no limit. */
  readonly rate: Meter | null;
}

/** In this process. */
export const memoryStores = ({ maxCacheBytes, rateLimit }: UpstreamLimits, clock: Clock): Stores => ({
  cache: maxCacheBytes === 0 ? null : createMemoryCache(maxCacheBytes, clock.now),
  circuits: createPartitionStore(),
  places: createPartitionStore(),
  rate: rateLimit === undefined ? null : createTokenBucket(rateLimit, clock),
});

import { LRUCache } from 'lru-cache';

/**
 * What is known of the vendor by one credential, kept apart by partition. Read without waiting: a store that several processes
 * share keeps a copy here, tells the others of each `set`, and learns of theirs a moment later. To ask it for every read would
 * cost a round trip, and a breaker that hears of a failure a moment late is a breaker all the same.
 */
export interface PartitionStore<T> {
  get(partition: string): T | undefined;
  set(partition: string, state: T): void;
  values(): Iterable<T>;
}

/** Callers bring credentials of their own, any number of them; what is known of those unused for longest is forgotten. */
const MOST_PARTITIONS = 1_000;

export const createPartitionStore = <T extends object>(most: number = MOST_PARTITIONS): PartitionStore<T> =>
  new LRUCache<string, T>({ max: most });

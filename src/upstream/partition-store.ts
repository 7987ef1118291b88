import { LRUCache } from 'lru-cache';

/**
 * What is known about the vendor, kept apart by partition. It is read without waiting: a store that several processes share
 * keeps a copy here, tells the others about each `set`, and learns about theirs a moment later. Asking it for every read
 * would cost a round trip, and a breaker that learns of a failure a moment late still does its work.
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

export interface Partitions<T> {
  /** What belongs to this partition; made where there is none yet. */
  of(partition: string): T;
  all(): T[];
}

/** Callers bring credentials of their own, any number of them; what is known of those unused for longest is forgotten. */
const MOST_PARTITIONS = 1_000;

/** State kept apart by credential partition, for a bounded number of them. */
export function createPartitions<T>(create: () => T, most: number = MOST_PARTITIONS): Partitions<T> {
  // The oldest use stands first.
  const states = new Map<string, T>();
  return {
    of: (partition) => {
      const state = states.get(partition) ?? create();
      states.delete(partition);
      states.set(partition, state);
      const oldest = states.keys().next();
      if (states.size > most && !oldest.done) states.delete(oldest.value);
      return state;
    },
    all: () => [...states.values()],
  };
}

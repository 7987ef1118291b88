/** What the index needs to know of a job. */
interface Indexed {
  readonly nativeId: string;
  /** The index of its origin. */
  readonly origin: number;
  readonly createdAt: number;
}

/** The place after all items for which `isBefore` holds, in a list where those come first. */
const partitionPoint = <T>(items: readonly T[], isBefore: (item: T) => boolean): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Jobs of all origins by time, found by id, with insertion in the past. */
export const createHistoryIndex = <Job extends Indexed>(origins: number) => {
  const lists: Job[][] = Array.from({ length: origins }, () => []);
  const all: Job[] = [];
  const byId = new Map<string, Job>();
  const listsOf = (job: Job) => [all, lists[job.origin] ?? []];
  return {
    until: (now: number, origin?: number) => {
      const list = origin === undefined ? all : (lists[origin] ?? []);
      return list.slice(
        0,
        partitionPoint(list, (job) => job.createdAt <= now),
      );
    },
    find: (nativeId: string) => byId.get(nativeId),
    add: (job: Job) => {
      byId.set(job.nativeId, job);
      for (const list of listsOf(job)) {
        const place = partitionPoint(list, (other) => other.createdAt <= job.createdAt);
        list.splice(place, 0, job);
      }
    },
    remove: (nativeId: string) => {
      const job = byId.get(nativeId);
      if (job === undefined) return;
      byId.delete(nativeId);
      for (const list of listsOf(job)) list.splice(list.indexOf(job), 1);
    },
  };
};

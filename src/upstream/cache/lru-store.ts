interface Sized {
  readonly bytes: number;
}

export interface LruStore<T> {
  get(key: string): T | undefined;
  set(key: string, entry: T): void;
  delete(key: string): void;
}

/** What an entry takes beside its body: key, headers, bookkeeping. Without it, tiny answers would be held without bound. */
const OVERHEAD_BYTES = 1_024;

/** Holds what fits into `maxBytes` and is of use still; what was unused for longest goes first. */
export function createLruStore<T extends Sized>(
  maxBytes: number,
  isUseful: (entry: T) => boolean,
): LruStore<T> {
  // The oldest use stands first.
  const entries = new Map<string, T>();
  let bytes = 0;

  const remove = (key: string) => {
    const entry = entries.get(key);
    if (entry !== undefined) bytes -= entry.bytes + OVERHEAD_BYTES;
    entries.delete(key);
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set: (key, entry) => {
      remove(key);
      entries.set(key, entry);
      bytes += entry.bytes + OVERHEAD_BYTES;
      for (const [oldest, unused] of entries) {
        if (bytes <= maxBytes && isUseful(unused)) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}

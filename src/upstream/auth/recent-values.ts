/** The latest of the values that were added: what may still be on its way to a vendor, or back. */
export interface RecentValues {
  add(value: string): void;
  all(): readonly string[];
}

export function createRecentValues(most: number): RecentValues {
  const values = new Set<string>();
  return {
    add: (value) => {
      values.delete(value);
      values.add(value);
      const [oldest] = values;
      if (values.size > most && oldest !== undefined) values.delete(oldest);
    },
    all: () => [...values],
  };
}

/** How often each thing was seen. */
export interface Tally {
  readonly add: (name: string) => void;
  readonly names: () => string[];
  readonly toString: () => string;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (name) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    names: () => [...counts.keys()],
    toString: () => [...counts].map(([name, count]) => `${name} ${count}`).join(', '),
  };
}

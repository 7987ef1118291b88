import type { Random } from './random.ts';

/** Shuffles the items from `start` (inclusive) to `end` (exclusive) in place. */
const shuffleRange = <T>(items: T[], start: number, end: number, random: Random): void => {
  for (let last = end - 1; last > start; last -= 1) {
    const other = start + Math.floor(random() * (last - start + 1));
    const [a, b] = [items[last], items[other]];
    if (a === undefined || b === undefined) continue;
    items[last] = b;
    items[other] = a;
  }
};

export const shuffle = <T>(items: readonly T[], random: Random): T[] => {
  const copy = [...items];
  shuffleRange(copy, 0, copy.length, random);
  return copy;
};

/** Items that are sorted by a key, with those of one key in a new order: what a vendor does that promises none. */
export const shuffleTies = <T>(sorted: readonly T[], keyOf: (item: T) => unknown, random: Random): T[] => {
  const copy = [...sorted];
  let start = 0;
  for (let end = 1; end <= copy.length; end += 1) {
    const [first, next] = [copy[start], copy[end]];
    if (first !== undefined && next !== undefined && keyOf(first) === keyOf(next)) continue;
    shuffleRange(copy, start, end, random);
    start = end;
  }
  return copy;
};

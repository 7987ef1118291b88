import type { SortKey } from '../../model/sort-key.ts';

/** One end of the part of the order that is wanted. */
export interface Bound {
  readonly key: SortKey;
  /** Whether the row that bears the key belongs to the part. */
  readonly isInclusive: boolean;
}

/** Whether a key lies behind the bound, as `compare` orders them, or at one that is inclusive; `null`: there is no bound. */
export function isBehind(
  bound: Bound | null,
  key: SortKey,
  compare: (a: SortKey, b: SortKey) => number,
): boolean {
  if (bound === null) return true;
  const order = compare(key, bound.key);
  return order > 0 || (order === 0 && bound.isInclusive);
}

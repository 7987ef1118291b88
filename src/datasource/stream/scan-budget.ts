/** Bounds how many rows may be read and found not to match. */
export interface ScanBudget {
  /** Takes rows off; false: nothing is left. */
  readonly spend: (rows: number) => boolean;
  readonly isSpent: () => boolean;
}

/** `parent`: a wider budget that pays as well. */
export function createScanBudget(rows: number, parent?: ScanBudget): ScanBudget {
  let left = rows;
  return {
    spend: (count) => {
      left -= count;
      const parentHolds = parent?.spend(count) ?? true;
      return left > 0 && parentHolds;
    },
    isSpent: () => left <= 0 || (parent?.isSpent() ?? false),
  };
}

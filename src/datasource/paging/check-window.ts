import { checkOrder, type Rank } from './row-order.ts';
import type { WalkWindow } from './walk-window.ts';

/**
 * Throws `DisorderError` where a window proves that its list is not in order: by two rows of one answer, or on two sides of a joint
 * that was looked at again. What joins rows that the walk has passed, all of a lower rank than `settled`, was not: the list may
 * have moved between the two answers.
 */
export function checkWindow({ answers, rows }: WalkWindow, settled: Rank, slack: number): void {
  for (const answer of answers) checkOrder(answer, slack);
  const first = rows.findIndex(({ rank }) => rank >= settled);
  if (answers.length > 1 && first >= 0) checkOrder(rows.slice(first), slack);
}

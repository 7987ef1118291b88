import { checkWindow } from '../paging/check-window.ts';
import { checkOrder, type PlacedRow, type Rank } from '../paging/row-order.ts';
import { unsteady } from '../paging/unsteady.ts';
import type { WalkWindow, WalkWindows } from '../paging/walk-window.ts';

/** So many rows together in a wrong place are noticed where nothing on a window is known. */
const LOOK_BACK = 50;

/**
 * Reads what stands before a window. Throws `DisorderError` where something of it should follow what is on the window, and
 * `SourceError` where the list has moved between the two answers, so that this proves nothing.
 */
export async function lookBack(
  windows: WalkWindows,
  window: WalkWindow,
  settled: Rank,
  slack: number,
): Promise<void> {
  const places = Math.min(LOOK_BACK, window.page.places);
  const from = windows.indexAt(Math.max(window.start + 1 - places, windows.lowest));
  const past = await windows.read(from, places, settled, true);
  checkWindow(past, settled, slack);
  const here = new Set(window.rows.map(({ identity }) => identity));
  const isBefore = ({ identity, index }: PlacedRow): boolean =>
    windows.placeOf(index) <= window.start && !here.has(identity);
  const before = past.rows.filter(isBefore);
  const behind = window.answers.find((rows) => rows.length > 0) ?? [];
  const [last] = before.toSorted((a, b) => b.rank - a.rank);
  const [next] = behind.toSorted((a, b) => a.rank - b.rank);
  if (last === undefined || next === undefined || last.rank - next.rank <= slack) return;
  // In the order in which they were read: the list would have to move to and fro in step.
  for (const row of [next, last]) if (!(await isInPlace(windows, row))) throw unsteady();
  checkOrder([...before, ...behind], slack);
}

/** Whether a row of this rank still stands there: those of one rank change places. */
async function isInPlace({ list }: WalkWindows, { index, rank }: PlacedRow): Promise<boolean> {
  const { rows } = await list.page(index, 1, true);
  return rows.some((row) => row.index === index && row.rank === rank);
}

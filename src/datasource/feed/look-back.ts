import { checkOrder, type PlacedRow, type Rank } from '../paging/row-order.ts';
import type { WalkWindow, WalkWindows } from '../paging/walk-window.ts';

/** So many rows together in a wrong place are noticed where nothing on a window is known. */
const LOOK_BACK = 50;

/** Reads what stands before a window. Throws `DisorderError` where something of it should follow what is on the window. */
export async function lookBack(
  windows: WalkWindows,
  window: WalkWindow,
  settled: Rank,
  slack: number,
): Promise<void> {
  const places = Math.min(LOOK_BACK, window.page.places);
  const from = windows.indexAt(Math.max(window.start + 1 - places, windows.lowest));
  const { rows } = await windows.read(from, places, settled, true);
  const here = new Set(window.rows.map(({ identity }) => identity));
  const isBefore = ({ identity, index }: PlacedRow): boolean =>
    windows.placeOf(index) <= window.start && !here.has(identity);
  checkOrder([...rows.filter(isBefore), ...window.rows], slack);
}

import { SourceError } from '../../model/source-error.ts';
import type { Note } from '../contract/note.ts';
import type { ListWindow, WindowReader } from './list-window.ts';
import type { PlacedRow } from './placed-row.ts';
import { START } from './ranks.ts';

const MAX_ATTEMPTS = 3;
const PAGE_ROWS = 1_000;

/**
 * Reads a list to its end, in the vendor's order. Pages overlap by one row; where that row has moved, the list has
 * changed and the reading begins again. Beyond `cap` rows the reading stops, with a note.
 */
export async function readWhole(
  windows: WindowReader,
  cap: number,
  note: (note: Note) => void,
): Promise<readonly PlacedRow[]> {
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const rows = await readOnce(windows, cap, note, true);
    if (rows !== null) return rows;
  }
  return (await readOnce(windows, cap, note, false)) ?? [];
}

async function readOnce(
  windows: WindowReader,
  cap: number,
  note: (note: Note) => void,
  mustJoin: boolean,
): Promise<PlacedRow[] | null> {
  const found = new Map<string, PlacedRow>();
  let next = 0;
  let joint: string | null = null;
  for (;;) {
    const window: ListWindow = await windows.read(next, Math.min(PAGE_ROWS, windows.maxPageSize()), START);
    if (mustJoin && joint !== null && window.rows[0]?.identity !== joint) return null;
    for (const row of window.rows) if (!found.has(row.identity)) found.set(row.identity, row);
    if (window.closesAtEdge) return [...found.values()];
    if (found.size >= cap) {
      note({ error: capReached(found.size), losesRows: true });
      return [...found.values()];
    }
    joint = window.rows.at(-1)?.identity ?? null;
    next = Math.max(next + 1, window.next - 1);
  }
}

const capReached = (rows: number): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `The list has no order that can be relied upon and holds more than ${rows} jobs; the rest was not read.`,
    retryable: false,
  });

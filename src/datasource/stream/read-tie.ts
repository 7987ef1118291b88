import { SourceError } from '../../model/source-error.ts';
import type { PlacedRow, Rank } from '../paging/row-order.ts';
import type { WalkWindow, WalkWindows } from '../paging/walk-window.ts';

export interface TieRequest {
  readonly windows: WalkWindows;
  /** The rank that is read to its end. */
  readonly rank: Rank;
  readonly slack: number;
  /** Rows of a lower rank are not wanted. */
  readonly frontier: Rank;
  /** A window that begins before the frontier and reaches it. */
  readonly locate: () => Promise<WalkWindow>;
  /** Throws `DisorderError` for a window that is not in order. */
  readonly checked: (window: WalkWindow) => WalkWindow;
}

/** `after`: the rank that follows, `null` for none. */
export interface Tie {
  readonly rows: readonly PlacedRow[];
  readonly after: Rank | null;
}

/**
 * Up to which rank is read what does not fit into a window. Where rows stand out of order, so much must be read before and
 * beyond any rank that as much is given at once.
 */
export function endOfTie(rows: readonly PlacedRow[], frontier: Rank, slack: number): Rank {
  const wanted = rows.map(({ rank }) => rank).filter((rank) => rank >= frontier);
  if (slack > 0) return Math.max(...wanted, frontier + slack);
  return wanted.length === 0 ? frontier : Math.min(...wanted);
}

interface Pass extends Tie {
  /** Each page began with the row that ended the one before. */
  readonly isSteady: boolean;
}

const MAX_PASSES = 60;
/** Passes that tell how many places a tie has: the latest, for rows may have gone. */
const TIE_MEMORY = 4;
/** Passes without a new row: of the rows found some may have gone, so their number alone does not tell. */
const QUIET_PASSES = 3;

/**
 * All rows of one rank, which may take many pages. Where they change places meanwhile, or the list does, it is read again
 * and again, until as many were found as the rank has places. Throws `SourceError`.
 */
export async function readTie(request: TieRequest): Promise<Tie> {
  const found = new Map<string, PlacedRow>();
  const places: number[] = [];
  let quiet = 0;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const tie = await readThrough(request);
    const before = found.size;
    for (const row of tie.rows) found.set(row.identity, row);
    places.push(new Set(tie.rows.map((row) => row.index)).size);
    const isFull = found.size >= Math.max(...places.slice(-TIE_MEMORY));
    quiet = found.size > before ? 0 : quiet + 1;
    if (isFull && (tie.isSteady || quiet >= QUIET_PASSES))
      return { rows: [...found.values()], after: tie.after };
  }
  const message = `More than ${found.size} jobs share one instant and change places while they are read.`;
  throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: true });
}

/** All rows up to the end of a rank. Pages overlap by one row: where it has moved, rows may be missing. */
async function readThrough({ windows, rank, slack, frontier, locate, checked }: TieRequest): Promise<Pass> {
  const rows: PlacedRow[] = [];
  const beyond: Rank[] = [];
  let isSteady = true;
  let window = await locate();
  for (;;) {
    rows.push(...window.rows.filter((row) => row.rank >= frontier && row.rank <= rank));
    beyond.push(...window.rows.map((row) => row.rank).filter((one) => one > rank));
    const highest = Math.max(...beyond);
    if (highest > rank + slack) return { rows, after: Math.min(...beyond, highest - slack), isSteady };
    const joint = window.rows.at(-1);
    const isEnd = window.closesAtEdge === true || joint === undefined;
    const next = isEnd ? null : await readBehind(windows, window, joint, frontier);
    if (next === null) return { rows, after: beyond.length === 0 ? null : Math.min(...beyond), isSteady };
    window = checked(next);
    isSteady &&= window.rows[0]?.identity === joint?.identity;
  }
}

/** The window that begins with the last row of another; `null`: nothing stands behind that row. */
async function readBehind(
  windows: WalkWindows,
  window: WalkWindow,
  joint: PlacedRow,
  frontier: Rank,
): Promise<WalkWindow | null> {
  const limit = windows.list.maxPageSize;
  const next = await windows.read(joint.index, limit, frontier, true);
  if (next.rows.length > 1 || next.closesAtEdge !== null) return next;
  // A page of one row does not get on: what stands behind it is asked for by itself.
  const behind = await windows.read(windows.indexAt(window.end), limit, frontier, true);
  return behind.rows.every(({ identity }) => identity === joint.identity) ? null : behind;
}

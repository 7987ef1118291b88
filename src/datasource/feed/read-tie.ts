import { isOutOfMeans, SourceError } from '../../model/source-error.ts';
import type { Note } from '../contract/note.ts';
import { END, type PlacedRow, type Rank, UnreadablePage } from '../paging/row-order.ts';
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
  readonly memory: TieMemory;
  /** Names the list, and how it is read. */
  readonly key: string;
  readonly walk: TieWalk;
}

/** The walk for which a tie is read. */
export interface TieWalk {
  /** When it is known to have been under way, by the memory's clock. What comes later it is not owed. */
  readonly since: number;
  /** Told that time ran out, and that what was read is kept. */
  readonly onKept: () => void;
  /** No cursor will tell any more that what was read is kept: it would be taken for that of another walk. Absent: one will. */
  readonly isOver?: () => boolean;
  /** Told that rows may be missing that were there when it began: others had begun to read, and it did not see all from the start. */
  readonly onOlder: () => void;
}

/** Nothing is kept for it. */
export const NO_WALK: TieWalk = { since: 0, onKept: () => undefined, onOlder: () => undefined };

export const OLDER_TIE: Note = {
  error: new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message:
      'So many jobs share one instant that it took several requests to read them, the first of which was not of this walk: jobs of that instant that have come since may be missing.',
    retryable: false,
  }),
  losesRows: true,
};

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

/** One reading of a tie from its first row to its last, as far as it has come. */
interface Pass {
  readonly begunAt: number;
  readonly rows: PlacedRow[];
  /** Ranks behind that of the tie. */
  readonly beyond: Rank[];
  /** Each page began with the row that ended the one before. */
  isSteady: boolean;
  /** `null`: nothing was read. */
  last: WalkWindow | null;
}

const newPass = (begunAt: number): Pass => ({ begunAt, rows: [], beyond: [], isSteady: true, last: null });

/** What is known of a tie. */
interface Progress {
  readonly found: Map<string, PlacedRow>;
  /** How many places it had in each pass, and when that began. */
  readonly places: number[];
  readonly begun: number[];
  /** The lowest rank that any pass met behind the tie; `END`: none did. What one alone meets may have hidden what stands before it. */
  after: Rank;
  quiet: number;
  pass: Pass;
}

const newProgress = (begunAt: number): Progress => ({
  found: new Map(),
  places: [],
  begun: [],
  after: END,
  quiet: 0,
  pass: newPass(begunAt),
});

const hasBegun = ({ places, pass }: Progress): boolean => places.length > 0 || pass.last !== null;

/** As long as a person takes to turn a page; a walk that takes longer reads the tie again. */
const MEMORY_MS = 10_000;
const MOST_TIES = 50;

/**
 * How far the readings of long ties had come when their time ran out: the next page goes on from there, else none would arrive.
 * Its cursor tells since when its walk has been under way; to any other walk it is said that rows may be missing which came
 * since the reading began. What was read to its end is not kept.
 */
export class TieMemory {
  readonly #kept = new Map<string, { readonly progress: Progress; readonly until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }

  has(key: string): boolean {
    return (this.#kept.get(key)?.until ?? 0) > this.#now();
  }

  now(): number {
    return this.#now();
  }

  /** Takes it out, so that no two go on with one. */
  take(key: string): Progress {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const isFresh = kept !== undefined && kept.until > this.#now();
    // Where nothing was read yet, the reading begins now.
    return isFresh && hasBegun(kept.progress) ? kept.progress : newProgress(this.#now());
  }

  /** Where nothing of it has been read yet. */
  begin(key: string): void {
    if (!this.has(key)) this.keep(key, newProgress(this.#now()));
  }

  keep(key: string, progress: Progress): void {
    this.#kept.delete(key);
    this.#kept.set(key, { progress, until: this.#now() + MEMORY_MS });
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size <= MOST_TIES && until > this.#now()) break;
      this.#kept.delete(oldest);
    }
  }
}

const MAX_PASSES = 60;
/** Passes that tell how many places a tie has: the latest, for rows may have gone. */
const TIE_MEMORY = 4;
/** Passes without a new row: of the rows found some may have gone, so their number alone does not tell. */
const QUIET_PASSES = 3;

/** By which a rank of a list is kept, for whoever wants nothing before the frontier. */
export const tieName = (list: string, rank: Rank, frontier: Rank): string => `${list}\n${rank}\n${frontier}`;

/**
 * All rows of one rank, which may take many pages. Where they change places meanwhile, or the list does, it is read again
 * and again, until as many were found as the rank has places. Throws `SourceError`.
 */
export async function readTie(request: TieRequest): Promise<Tie> {
  const { memory, rank, frontier } = request;
  const key = tieName(request.key, rank, frontier);
  const progress = memory.take(key);
  try {
    return await readToEnd(request, progress);
  } catch (error) {
    // What may go well next time goes on; after any other failure a page has to find out anew what it is up against.
    const isForNow = error instanceof SourceError && (error.retryable || isOutOfMeans(error));
    if (isForNow && request.walk.isOver?.() !== true) {
      memory.keep(key, progress);
      request.walk.onKept();
    }
    throw error;
  }
}

async function readToEnd(request: TieRequest, progress: Progress): Promise<Tie> {
  const { found, places, begun } = progress;
  while (places.length < MAX_PASSES) {
    progress.after = Math.min(progress.after, await readThrough(request, progress.pass));
    const { rows, isSteady, begunAt } = progress.pass;
    progress.pass = newPass(request.memory.now());
    const before = found.size;
    for (const row of rows) found.set(row.identity, row);
    places.push(new Set(rows.map((row) => row.index)).size);
    begun.push(begunAt);
    const isFull = found.size >= Math.max(...places.slice(-TIE_MEMORY));
    progress.quiet = found.size > before ? 0 : progress.quiet + 1;
    if (!isFull || !(isSteady || progress.quiet >= QUIET_PASSES)) continue;
    const proof = begun.at(isSteady ? -1 : -QUIET_PASSES) ?? begunAt;
    if (proof < request.walk.since) request.walk.onOlder();
    return { rows: [...found.values()], after: progress.after === END ? null : progress.after };
  }
  // None of it is kept: what changes so much is begun anew by whoever asks next.
  for (const list of [places, begun]) list.length = 0;
  const message = `More than ${found.size} jobs share one instant and change places while they are read.`;
  throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: true });
}

/** All rows up to the end of a rank; gives the rank that follows, `END` for none. */
async function readThrough(request: TieRequest, pass: Pass): Promise<Rank> {
  const { rank, slack, frontier } = request;
  const { rows, beyond } = pass;
  for (;;) {
    const window = await nextWindow(request, pass);
    if (window !== null) {
      if (window.rows.length === 0 && window.page.places > 0 && window.closesAtEdge !== true)
        throw new UnreadablePage();
      rows.push(...window.rows.filter((row) => row.rank >= frontier && row.rank <= rank));
      beyond.push(...window.rows.map((row) => row.rank).filter((one) => one > rank));
      pass.last = window;
    }
    const highest = Math.max(...beyond);
    if (highest > rank + slack) return Math.min(...beyond, highest - slack);
    if (window === null || window.closesAtEdge === true || window.rows.length === 0)
      return Math.min(END, ...beyond);
  }
}

/** `null`: nothing follows. Pages overlap by one row: where it has moved, rows may be missing. */
async function nextWindow(request: TieRequest, pass: Pass): Promise<WalkWindow | null> {
  const { windows, frontier, slack, locate, checked } = request;
  const joint = pass.last?.rows.at(-1);
  if (pass.last === null || joint === undefined) return locate();
  const next = await readBehind(windows, pass.last, joint, frontier - slack);
  if (next === null) {
    // A row that changes places may have come again behind the one that stands last.
    pass.isSteady = false;
    return null;
  }
  const window = checked(next);
  pass.isSteady &&= window.rows[0]?.identity === joint.identity;
  return window;
}

/** The window that begins with the last row of another, or with what stands in its place; `null`: nothing follows. Throws `UnreadablePage`. */
async function readBehind(
  windows: WalkWindows,
  window: WalkWindow,
  joint: PlacedRow,
  settled: Rank,
): Promise<WalkWindow | null> {
  const next = await windows.piece(joint.index, settled);
  if (next.rows.length > 1 || next.closesAtEdge === true) return next;
  if (next.page.places > 1) throw new UnreadablePage();
  // A page of one row does not get on: what stands behind it is asked for by itself.
  const behind = await windows.piece(windows.indexAt(window.end), settled);
  if (behind.rows.length === 0 && behind.page.places > 0 && behind.closesAtEdge !== true)
    throw new UnreadablePage();
  // It may have moved there since; or the vendor has no other row, which is so only along its order.
  const isAlone = windows.runsAlong && behind.rows.every(({ identity }) => identity === joint.identity);
  if (!isAlone) return { ...behind, rows: [...inItsPlace(next, joint, behind), ...behind.rows] };
  const goesOn = behind.closesAtEdge !== true && (await windows.list.reaches(behind.page, settled));
  if (goesOn) return behind;
  // That place tells the end only while the row stood before it: where one before both has gone, what follows has moved up.
  const again = await windows.piece(joint.index, settled);
  if (again.page.places > 1) return again;
  const moved = [next, again].find(({ rows }) => rows[0]?.identity !== joint.identity);
  return moved === undefined ? null : { ...moved, closesAtEdge: true };
}

/** A row that has been pushed to where the last one of a window stood, and would be stepped over. */
function inItsPlace({ rows }: WalkWindow, joint: PlacedRow, behind: WalkWindow): readonly PlacedRow[] {
  const first = behind.rows[0]?.rank ?? END;
  return rows.filter(({ identity, rank }) => identity !== joint.identity && rank <= first);
}

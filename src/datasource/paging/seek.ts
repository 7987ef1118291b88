import { endOf, type ListPage } from './list-page.ts';
import { type PlacedRow, UnreadablePage } from './row-order.ts';
import { unsteady } from './unsteady.ts';
import type { WalkWindow, WalkWindows } from './walk-window.ts';

/** Places between which a rank is known to begin; `null`: not known yet. */
export interface SeekBounds {
  readonly before: number | null;
  readonly after: number | null;
  /** The most rows, readable or not, that a page was seen to hold: a place that is known so closely is found. */
  readonly holds: number;
}

export const NOTHING_KNOWN: SeekBounds = { before: null, after: null, holds: 0 };

export interface SeekRequest {
  readonly windows: WalkWindows;
  /** What was read last, and did not hold the place; `null`: nothing was read. */
  readonly window: WalkWindow | null;
  readonly limit: number;
  /** What is searched for: the last row of which this is true, and of all rows before it. */
  readonly isSettled: (row: PlacedRow) => boolean;
  /** Throws where rows, in the order of the walk, contradict it. */
  readonly checkOrder: (rows: readonly PlacedRow[]) => void;
  /** What an earlier search that ran out of time had found; a guess. */
  readonly known: SeekBounds;
  /** Told of each step, so that the next search goes on from there. */
  readonly remember: (bounds: SeekBounds) => void;
}

/** A page that begins one place before the last settled row must reach beyond the one that follows it. */
const AROUND = 3;
const MAX_PROBES = 80;
/** Worth their bytes: the place may be among them, and a search of hundreds of milliseconds a step ends sooner. */
const PROBE_ROWS = 100;
/** A page of nothing but rows that cannot be read tells nothing of the place, least of all that the list ends before it. */
const MOST_UNREADABLE = 3;

/** The index of the last settled row: by strides that grow, then by halving. Throws `SourceError`. */
export async function seek(request: SeekRequest): Promise<number> {
  const { windows, window, limit, remember } = request;
  const seen = window === null ? NOTHING_KNOWN : boundsOf(request, window);
  let { before, after, holds } = tighter(seen, request.known);
  remember({ before, after, holds });
  // A search that goes on strides on as it had come so far.
  let stride = window === null ? Math.max(limit, 3 * windows.indexAt(before ?? after ?? 0)) : limit;
  const end = new EndGuess();
  const near = (): number => Math.max(1, Math.min(limit, windows.list.cap.rows) - AROUND);
  const nearest = (): number => (end.place === null ? near() : 1);
  for (let probes = 0; before === null || after === null || after - before > nearest(); probes++) {
    // Steps that ask nobody count as well: beyond the numbers that tell places apart they would never end.
    if (probes > MAX_PROBES) throw unsteady();
    const place: number = end.place ?? nextPlace(before, after, stride, windows);
    if (before === null || after === null) stride *= 4;
    if (place >= windows.highest) after = windows.highest;
    else if (place <= windows.lowest) before = place;
    else {
      const probed = await probe(request, place);
      const most = holds;
      ({ before, after, holds } = narrowed({ before, after, holds }, probed));
      end.learn(place, probed, most, { before, after });
      remember({ before, after, holds });
    }
  }
  // Before a list's first row is no place that a vendor can be asked for.
  return windows.indexAt(Math.max(before, windows.lowest));
}

/** Where the list ends, most likely: behind a page of fewer rows than another one. If it went on there once, that tells nothing. */
class EndGuess {
  place: number | null = null;
  #isTrusted = true;

  /** `most`: the most rows that a page had before. */
  learn(place: number, probed: Probe, most: number, bounds: Bounds): void {
    if (place === this.place && probed.holds > 0) this.#isTrusted = false;
    const mayEnd = this.#isTrusted && probed.holds < most;
    this.place = mayEnd && isBetween(probed.end, bounds) ? probed.end : null;
  }
}

function nextPlace(
  before: number | null,
  after: number | null,
  stride: number,
  { lowest }: WalkWindows,
): number {
  if (before === null) return Math.max((after ?? 0) - stride, lowest);
  return after === null ? before + stride : Math.floor((before + after) / 2);
}

type Bounds = Pick<SeekBounds, 'before' | 'after'>;

const isBetween = (place: number | null, { before, after }: Bounds): boolean =>
  place !== null && (before === null || place > before) && (after === null || place < after);

interface Probe extends SeekBounds {
  /** Where the list ends if the page was not cut, as the walk goes; `null`: nothing stood on it. */
  readonly end: number | null;
}

/**
 * What stands at a place and around it. Beyond the list's ends the answer is what lets a search go on. Rows that cannot be read
 * are taken for rows that are wanted, at its end too: a window has to begin with one that can be read.
 */
async function probe(request: SeekRequest, place: number): Promise<Probe> {
  const { windows } = request;
  const page = await readablePage(windows, windows.indexAt(place));
  const { rows } = page;
  request.checkOrder(windows.runsAlong ? rows : rows.toReversed());
  if (rows.length === 0) {
    const end = windows.placeOf(page.from);
    return windows.runsAlong
      ? { ...NOTHING_KNOWN, after: place, end: null }
      : { ...NOTHING_KNOWN, before: end, after: end < place ? place : null, end: null };
  }
  const { before, after, holds } = boundsOf(request, { rows, page });
  const isOpen = windows.runsAlong ? !rows.slice(0, 1).every(request.isSettled) : before !== place;
  return {
    before,
    after: isOpen ? Math.min(place, after ?? place) : after,
    holds,
    end: windows.placeOf(endOf(page)),
  };
}

/** The first page of which a row can be read, or behind which nothing stands. Throws `UnreadablePage`. */
async function readablePage({ list }: WalkWindows, index: number): Promise<ListPage> {
  const limit = Math.min(PROBE_ROWS, list.maxPageSize);
  let from = index;
  for (let pages = 0; pages < MOST_UNREADABLE; pages++) {
    const page = await list.page(from, limit, true);
    if (page.rows.length > 0 || page.places === 0) return page;
    from = endOf(page);
  }
  throw new UnreadablePage();
}

/** What rows tell of the place, in places along the walk. */
function boundsOf({ windows, isSettled }: SeekRequest, { rows, page, ...edges }: Seen): SeekBounds {
  const { opensAtEdge = false, closesAtEdge = false, start = null, end = null } = edges;
  const placesOf = (some: readonly PlacedRow[]): number[] => some.map(({ index }) => windows.placeOf(index));
  const settled = placesOf(rows.filter(isSettled));
  const before = settled.length > 0 ? Math.max(...settled) : opensAtEdge ? start : null;
  const open = placesOf(rows.filter((row) => !isSettled(row))).filter(
    (place) => before === null || place > before,
  );
  const after = open.length > 0 ? Math.min(...open) : closesAtEdge === true ? end : null;
  return { before, after, holds: page.places };
}

type Seen = Partial<WalkWindow> & Pick<WalkWindow, 'rows' | 'page'>;

function narrowed(old: SeekBounds, found: SeekBounds): SeekBounds {
  return {
    before: found.before === null ? old.before : Math.max(found.before, old.before ?? found.before),
    after: found.after === null ? old.after : Math.min(found.after, old.after ?? found.after),
    holds: Math.max(old.holds, found.holds),
  };
}

/** What is known from earlier counts only where it lies within what is seen now. */
function tighter(seen: SeekBounds, known: SeekBounds): SeekBounds {
  const both = narrowed(seen, known);
  const isSound = both.before === null || both.after === null || both.before < both.after;
  return isSound ? both : seen;
}

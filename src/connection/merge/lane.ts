import type { Edge, JobStream, StreamRow } from '../../datasource/stream/job-stream.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { SourceError } from '../../model/source-error.ts';
import type { Position } from '../cursor/walk-state.ts';

/** One stream's part in a merge. */
export interface Lane {
  readonly stream: JobStream;
  /** The stream's own place at the start of the page; `null`: it stands with the others. */
  readonly start: Position | null;
  /** Where it had stopped each time that it was begun again. */
  readonly resumed: Stop[];
  /** What was known of the stream before anything was read for this page. */
  readonly firstEdge: Edge | null;
  /** The reading that is under way, or has failed and nobody asked for it yet; `null`: there is none. */
  reading: Promise<'read' | 'restart'> | null;
  /** Something was read for this page. */
  hasRead: boolean;
  /** How many rows the page had with each row that was taken from here. */
  readonly taken: number[];
  /** Why the stream cannot be read any further; what it had at hand counts all the same. */
  error: SourceError | null;
  /** When that cost the page something: how many rows it had, and where the stream stood. */
  stopped: Stop | null;
}

/** Where a stream stood when the page had so many rows. */
export interface Stop {
  readonly rows: number;
  readonly place: Position;
}

/** `start`: the place of a stream that was left behind. Streams of which nothing is known are read at once. */
export function openLane(stream: JobStream, start: Position | null): Lane {
  const firstEdge = stream.beyond;
  const lane: Lane = {
    stream,
    start,
    resumed: [],
    firstEdge,
    reading: null,
    hasRead: false,
    taken: [],
    error: null,
    stopped: null,
  };
  if (stream.rows.length === 0 && firstEdge === null) beginReading(lane);
  return lane;
}

/** A failure is kept for whoever needs the stream; rows that came speak for themselves. */
function beginReading(lane: Lane): void {
  lane.reading = lane.stream.advance().then((outcome) => {
    lane.reading = null;
    lane.hasRead = true;
    return outcome;
  });
  lane.reading.catch(() => undefined);
}

/** Lets a lane that stopped go on from where it stood. */
export function resume(lane: Lane): void {
  goOn(lane);
  lane.error = null;
}

/** Rows of a lane come though it had stopped: from then on it stands behind them, and is not read for that. */
export function goOn(lane: Lane): void {
  if (lane.stopped !== null) lane.resumed.push(lane.stopped);
  lane.stopped = null;
}

/** What a stream shows next: a row, or what stands behind all its rows. */
export type Head = ({ readonly kind: 'row' } & StreamRow) | Edge;

/** After so many rows were taken; `null`: nothing is known. */
export function headAfter({ rows, beyond }: JobStream, taken: number): Head | null {
  const row = rows[taken];
  return row === undefined ? beyond : { kind: 'row', job: row.job, key: row.key };
}

export const headOf = ({ stream, taken }: Lane): Head | null => headAfter(stream, taken.length);

/** Rows that had been taken from a lane when the page had so many. */
export const takenAt = ({ taken }: Lane, rows: number): number =>
  taken.findLastIndex((count) => count <= rows) + 1;

type Compare = (a: SortKey, b: SortKey) => number;

/**
 * What lanes show at one moment: those with a row at hand, in the order of these rows, and what the others hold back. Taking a
 * row moves one lane; nothing is looked at twice.
 */
export class Standings {
  readonly #compare: Compare;
  readonly #lanes: readonly Lane[];
  /** The lane whose row comes first along the walk; `null`: no row is at hand. */
  first: Standing | null;
  /** The other lanes with a row at hand, the nearest last. */
  readonly #ready: Standing[] = [];
  /** Of lanes that may be read on: the nearest place behind which one may have a row; `null`: there is none. */
  #nearest: SortKey | null = null;
  /** Nothing is known of one of them. */
  #isUnclear = false;

  constructor(lanes: readonly Lane[], compare: Compare) {
    this.#lanes = lanes;
    this.#compare = compare;
    for (const [place, lane] of lanes.entries()) {
      const { rows } = lane.stream;
      const row = rows[lane.taken.length];
      if (row === undefined) this.#hold(lane);
      else this.#ready.push({ lane, place, rows, row });
    }
    this.#ready.sort((a, b) => (this.#isBefore(a, b) ? 1 : -1));
    this.first = this.#ready.pop() ?? null;
  }

  /** Whether a lane that may be read on could have a row before that. */
  get isOpen(): boolean {
    if (this.#isUnclear || this.#nearest === null) return this.#isUnclear;
    return this.first === null || this.#compare(this.#nearest, this.first.row.key) < 0;
  }

  /** Goes on to the next row of the first lane, after one was taken from it. */
  advance(): void {
    const standing = this.first;
    if (standing === null) return;
    const row = standing.rows[standing.lane.taken.length];
    if (row === undefined) this.#hold(standing.lane);
    else standing.row = row;
    const next = this.#ready.at(-1);
    if (next === undefined) this.first = row === undefined ? null : standing;
    else if (row === undefined || this.#isBefore(next, standing)) {
      this.#ready.pop();
      this.first = next;
      if (row !== undefined) this.#ready.splice(this.#placeOf(standing), 0, standing);
    }
  }

  /**
   * Lanes that may show a row before the first one: those of which nothing is known, then the others, the nearest first. While
   * there is no row at all, the others wait for what the unknown ones show: behind it they need not be read.
   */
  lanesBefore(): readonly Lane[] {
    const key = this.first?.row.key ?? null;
    const unknown: Lane[] = [];
    const known: { readonly lane: Lane; readonly key: SortKey }[] = [];
    for (const lane of this.#lanes) {
      const head = headOf(lane);
      if (head === null) unknown.push(lane);
      else if (head.kind === 'watermark' && (key === null || this.#compare(head.key, key) < 0))
        known.push({ lane, key: head.key });
    }
    const isFirstToCome = key === null && unknown.some(({ error }) => error === null);
    if (known.length === 0 || isFirstToCome) return unknown;
    known.sort((a, b) => this.#compare(a.key, b.key));
    return [...unknown, ...known.map(({ lane }) => lane)];
  }

  #hold({ stream, stopped }: Lane): void {
    const edge = stream.beyond;
    if (stopped !== null || edge?.kind === 'end') return;
    if (edge === null) this.#isUnclear = true;
    else if (this.#nearest === null || this.#compare(edge.key, this.#nearest) < 0) this.#nearest = edge.key;
  }

  /** Of two lanes that show one row, the first has it. */
  #isBefore(a: Standing, b: Standing): boolean {
    return (this.#compare(a.row.key, b.row.key) || a.place - b.place) < 0;
  }

  #placeOf(standing: Standing): number {
    let [low, high] = [0, this.#ready.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#ready[middle];
      if (other !== undefined && this.#isBefore(standing, other)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Standing {
  readonly lane: Lane;
  /** Among all lanes. */
  readonly place: number;
  readonly rows: readonly StreamRow[];
  row: StreamRow;
}

import type { JobStream, StreamRow } from '../../datasource/stream/job-stream.ts';
import type { Job } from '../../model/job.ts';
import type { Direction, SortKey } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Position, WalkState } from '../cursor/walk-state.ts';
import { goOn, headOf, type Lane, Standings } from './lane.ts';
import { atOnce, patiently } from './patiently.ts';

export interface MergeOptions {
  readonly direction: Direction;
  /** Along the walk. */
  readonly compare: (a: SortKey, b: SortKey) => number;
  /** Where the walk begins. */
  readonly from: WalkState;
  /** The side on which a row that was passed lies open to the rest of the walk. */
  readonly passedSide: 'before' | 'after';
  /** The end of the list from which the walk came. */
  readonly outset: Position;
  readonly size: number;
  /** How long one stream is waited for before the others use the time to read ahead, in milliseconds. */
  readonly patienceMs: number;
  /** Told how many rows the page still misses, before more are read for it. */
  readonly onMissing: (rows: number) => void;
}

/** A row in its place on a page. */
export interface MergedRow {
  readonly job: Job;
  readonly key: SortKey;
  /** The row comes after its place in the order. */
  readonly isLate: boolean;
  readonly lane: Lane;
}

/**
 * Why a merge ended. `full`: there is a next row. `exhausted`: nothing follows, but for streams that stopped. `scan-limit`:
 * too many rows were read that do not match; the stream tells where.
 */
export type Ending = 'full' | 'exhausted' | { readonly scanLimit: JobStream };

/**
 * Merges sorted streams lazily: a stream is read only when the next row may come from it. While heads are at hand, rows are
 * taken without waiting for anything.
 */
export class Merge {
  readonly options: MergeOptions;
  readonly lanes: Lane[] = [];
  #rows: MergedRow[] = [];
  /** The key of the last row that came in its place, or where the walk begins; `null`: at its outset. */
  #reached: SortKey | null;

  constructor(options: MergeOptions) {
    this.options = options;
    this.#reached = this.#begin;
  }

  get rows(): readonly MergedRow[] {
    return this.#rows;
  }

  /** Where the streams stand together. */
  get common(): Position {
    return this.commonAfter(this.#rows.length);
  }

  /** Fills the page as far as it goes; after more lanes were added, or some begun again, it may be called again. */
  async fill(): Promise<Ending> {
    for (;;) {
      const waiting = this.#takeAtHand();
      this.options.onMissing(this.#missing);
      if (typeof waiting === 'string') return waiting;
      const readable = waiting.filter(({ error }) => error === null);
      const [nearest] = readable;
      if (nearest === undefined || !this.#mayRead(nearest)) {
        this.#stop(waiting);
        if (nearest !== undefined) return { scanLimit: nearest.stream };
      } else await this.#readOn(this.#worthReading(readable));
    }
  }

  /** Takes rows as far as they are at hand, and gives the lanes that may show a row before the next one. */
  #takeAtHand(): 'full' | 'exhausted' | readonly Lane[] {
    const standings = new Standings(this.lanes, this.options.compare);
    for (;;) {
      const { first } = standings;
      if (first !== null && this.#rows.length >= this.options.size) return 'full';
      if (standings.isOpen) return standings.lanesBefore();
      if (first === null) return 'exhausted';
      this.#take(first.lane, first.row);
      standings.advance();
    }
  }

  /** A page without a row goes on whatever that costs, for an empty one would end the walk. */
  #mayRead(lane: Lane): boolean {
    return this.#rows.length === 0 || headOf(lane) === null || lane.stream.mayScanOn();
  }

  /**
   * Lanes, the nearest first, without those that can be left alone for now: of lanes that were not read for this page yet,
   * and are known not to begin before some place, only so many as begin first. Once as many have a row as the page misses,
   * those behind them cannot have one on it.
   */
  #worthReading(lanes: readonly Lane[]): readonly Lane[] {
    const missing = this.#missing;
    let [unread, rows] = [0, 0];
    const isNear = (lane: Lane): boolean => {
      if (lane.hasRead || headOf(lane) === null) return true;
      const isWanted = rows < missing && unread < atOnce(missing);
      unread += 1;
      rows += lane.stream.knowsNext ? 1 : 0;
      return isWanted;
    };
    return lanes.filter((lane) => this.#mayRead(lane) && isNear(lane));
  }

  /** Rows that the page misses, and the one that shows that there is a next. */
  get #missing(): number {
    return this.options.size - this.#rows.length + 1;
  }

  #stop(waiting: readonly Lane[]): void {
    for (const lane of waiting.filter(({ error }) => error !== null))
      lane.stopped ??= { rows: this.#rows.length, place: this.#placeOf(lane) };
  }

  /** Behind everything that the stream has given, and all that is known not to match. */
  #placeOf(lane: Lane): Position {
    const own = this.ownPlace(lane, this.#rows.length) ?? this.common;
    const head = headOf(lane);
    return head?.kind === 'watermark' ? this.scanned(lane, own, head.key) : own;
  }

  /**
   * Where a stream stands that has nothing up to a key. Only rows that were read and do not match move it there: else that is
   * known by the order of its list alone, which a hint may tell and no place.
   */
  scanned({ stream }: Lane, own: Position, key: SortKey): Position {
    return stream.hasScanned() && !this.isBehind(key, own) ? this.passed(key) : own;
  }

  /** The place that a lane had of its own when the page had so many rows; `null`: it had not fallen behind. */
  ownPlace({ start, resumed, taken }: Lane, rows: number): Position | null {
    const count = taken.findLast((one) => one <= rows);
    const last = count === undefined ? undefined : this.#rows[count - 1];
    const stop = resumed.findLast((one) => one.rows <= rows);
    if (stop !== undefined && (count ?? 0) <= stop.rows) return stop.place;
    if (last === undefined) return start;
    return last.isLate ? this.passed(last.key) : null;
  }

  /** Where the streams stand together when the page has so many rows. */
  commonAfter(rows: number): Position {
    for (let i = rows - 1; i >= 0; i--) {
      const row = this.#rows[i];
      if (row?.isLate === false) return this.passed(row.key);
    }
    return this.options.from.common;
  }

  get #begin(): SortKey | null {
    const { common } = this.options.from;
    return common.kind === 'key' ? common.key : null;
  }

  #take(lane: Lane, { job, key }: StreamRow): void {
    const isLate = this.#reached !== null && this.options.compare(key, this.#reached) < 0;
    if (!isLate) this.#reached = key;
    goOn(lane);
    this.#rows.push({ job, key, isLate, lane });
    lane.taken.push(this.#rows.length);
  }

  async #readOn(lanes: readonly Lane[]): Promise<void> {
    const reading = Promise.all(lanes.map(advance));
    const { patienceMs, compare } = this.options;
    const page = { lanes: () => this.lanes, missing: () => this.#missing, compare };
    const outcomes = await patiently(reading, patienceMs, page);
    if (outcomes.includes('restart')) this.beginAnew();
  }

  /** Takes all rows back: a list proved out of order, or is another one; so whoever asks for the page again gets the same one. */
  beginAnew(): void {
    this.#rows = [];
    this.#reached = this.#begin;
    for (const lane of this.lanes) {
      lane.taken.length = 0;
      lane.stopped = null;
      lane.resumed.length = 0;
    }
  }

  /** Whether a key comes before a place, as the walk goes. */
  isBehind(key: SortKey, place: Position): boolean {
    return place.kind === 'key' && this.options.compare(key, place.key) < 0;
  }

  passed(key: SortKey): Position {
    return { kind: 'key', key, side: this.options.passedSide };
  }
}

async function advance(lane: Lane): Promise<'read' | 'restart'> {
  try {
    lane.reading ??= lane.stream.advance();
    const outcome = await lane.reading;
    lane.hasRead = true;
    return outcome;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    lane.error = error;
    return 'read';
  } finally {
    lane.reading = null;
  }
}

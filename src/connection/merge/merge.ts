import type { Head, JobStream } from '../../datasource/stream/job-stream.ts';
import type { Job } from '../../model/job.ts';
import type { Direction, SortKey } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Position, WalkState } from '../cursor/walk-state.ts';
import { type Candidate, firstRow, headOf, type Lane } from './lane.ts';

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
  /** Told how many rows the page still misses. */
  readonly onMissing: (rows: number) => void;
}

/** A row in its place on a page. */
export interface MergedRow {
  readonly job: Job;
  readonly key: SortKey;
  /** The row comes after its place in the order. */
  readonly isLate: boolean;
  readonly lane: Lane;
  /** Where the streams stand together, once the row is taken. */
  readonly common: Position;
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
  #common: Position;

  constructor(options: MergeOptions) {
    this.options = options;
    this.#common = options.from.common;
  }

  get rows(): readonly MergedRow[] {
    return this.#rows;
  }

  /** Fills the page as far as it goes; after more lanes were added, or some begun again, it may be called again. */
  async fill(): Promise<Ending> {
    for (;;) {
      const next = firstRow(this.lanes, this.options.compare);
      const isFull = this.#rows.length >= this.options.size;
      if (isFull && next !== null) return 'full';
      const waiting = this.#waitingBefore(next);
      if (waiting.length === 0) {
        if (next === null) return 'exhausted';
        this.#take(next);
        continue;
      }
      const tired = this.#rows.length === 0 ? undefined : waiting.find(isOverBudget);
      if (tired !== undefined) return { scanLimit: tired.stream };
      await this.#readOn(waiting);
    }
  }

  /** Lanes that must be read before this row may be taken, for one of theirs may come first. */
  #waitingBefore(next: Candidate | null): readonly Lane[] {
    const { compare } = this.options;
    const waiting = this.lanes.filter((lane) => {
      const head = headOf(lane);
      if (head === null) return true;
      return head.kind === 'watermark' && (next === null || compare(head.key, next.head.key) < 0);
    });
    for (const lane of waiting) if (lane.error !== null) this.#stop(lane);
    const missing = this.options.size - this.#rows.length + 1;
    return withoutDistant(
      waiting.filter((lane) => lane.error === null),
      Math.max(FEW_LANES, missing),
      compare,
    );
  }

  #stop(lane: Lane): void {
    lane.stopped ??= { rows: this.#rows.length, place: this.#placeOf(lane) };
  }

  /** Behind everything that the stream has given, and all that is known not to match. */
  #placeOf(lane: Lane): Position {
    const own = this.ownPlace(lane, this.#rows.length) ?? this.#common;
    return this.furthest(own, headOf(lane));
  }

  /** The place that a lane had of its own when the page had so many rows; `null`: it had not fallen behind. */
  ownPlace({ start, resumed, taken }: Lane, rows: number): Position | null {
    const count = taken.findLast((one) => one <= rows);
    const last = count === undefined ? undefined : this.#rows[count - 1];
    const isResumed = resumed !== null && resumed.rows <= rows;
    if (isResumed && (count ?? 0) <= resumed.rows) return resumed.place;
    if (last === undefined) return start;
    return last.isLate ? this.passed(last.key) : null;
  }

  /** A place, or the watermark of a stream where that is further along. */
  furthest(place: Position, head: Head | null): Position {
    if (head?.kind !== 'watermark' || this.isBehind(head.key, place)) return place;
    return this.passed(head.key);
  }

  #take({ lane, head }: Candidate): void {
    const isLate = this.isBehind(head.key, this.#common);
    if (!isLate) this.#common = this.passed(head.key);
    this.#rows.push({ job: head.job, key: head.key, isLate, lane, common: this.#common });
    lane.taken.push(this.#rows.length);
    this.options.onMissing(this.options.size - this.#rows.length + 1);
  }

  async #readOn(lanes: readonly Lane[]): Promise<void> {
    const outcomes = await this.#patiently(Promise.all(lanes.map(advance)));
    if (outcomes.includes('restart')) this.#restart();
  }

  /** A list proved out of order: the page is begun anew, so that whoever asks for it again gets the same one. */
  #restart(): void {
    this.#rows = [];
    this.#common = this.options.from.common;
    for (const lane of this.lanes) {
      lane.taken.length = 0;
      lane.stopped = null;
      lane.resumed = null;
    }
    this.options.onMissing(this.options.size + 1);
  }

  /** While one stream is slow, the others read what the page may need: when it is given up, no time is left for that. */
  async #patiently<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      const missing = this.options.size - this.#rows.length + 1;
      for (const { error, opening, stream, taken } of this.lanes) {
        if (error === null && opening === null)
          stream.readAhead(taken.length + missing).catch(() => undefined);
      }
    }, this.options.patienceMs);
    return work.finally(() => clearTimeout(timer));
  }

  /** Whether a key comes before a place, as the walk goes. */
  isBehind(key: SortKey, place: Position): boolean {
    return place.kind === 'key' && this.options.compare(key, place.key) < 0;
  }

  passed(key: SortKey): Position {
    return { kind: 'key', key, side: this.options.passedSide };
  }
}

/** So many lanes are read at once however few rows are missing: one after the other they would take too long. */
const FEW_LANES = 16;

/**
 * The lanes without those that can be left alone for now: of lanes that were not read for this page yet, and are known not to
 * begin before some place, only so many as begin first. A page has no need of more if each has a row there.
 */
function withoutDistant(
  lanes: readonly Lane[],
  most: number,
  compare: (a: SortKey, b: SortKey) => number,
): readonly Lane[] {
  const unread = lanes.flatMap((lane) => {
    const [first, head] = [lane.firstHead, headOf(lane)];
    const isUnread = first?.kind === 'watermark' && head?.kind === 'watermark';
    return isUnread && compare(first.key, head.key) === 0 ? [{ lane, key: head.key }] : [];
  });
  if (unread.length <= most) return lanes;
  const distant = new Set(
    unread
      .sort((a, b) => compare(a.key, b.key))
      .slice(most)
      .map(({ lane }) => lane),
  );
  return lanes.filter((lane) => !distant.has(lane));
}

const isOverBudget = ({ stream, taken }: Lane): boolean =>
  stream.headAfter(taken.length)?.kind === 'watermark' && !stream.mayScanOn();

async function advance(lane: Lane): Promise<'read' | 'restart'> {
  try {
    const outcome = await (lane.opening ?? lane.stream.advance());
    lane.hasRead = true;
    return outcome;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    lane.error = error;
    return 'read';
  } finally {
    lane.opening = null;
  }
}

import type { JobStream } from '../../datasource/stream/job-stream.ts';
import type { SortKey } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Cut, Position } from '../cursor/cut.ts';
import { streamMark } from '../cursor/stream-mark.ts';
import type { MergedRow } from '../page/job-page.ts';
import { firstOf, keyOf, type Lane, openLane } from './lane.ts';

export interface MergeOptions {
  readonly streams: readonly JobStream[];
  /** Along the walk. */
  readonly compare: (a: SortKey, b: SortKey) => number;
  /** Where the walk begins. */
  readonly from: Cut;
  /** The side on which a row that was passed lies open to the rest of the walk. */
  readonly passedSide: 'before' | 'after';
  /** The end of the list from which the walk came. */
  readonly outset: Position;
  /** Sources whose streams are not known, with the positions that their streams keep. */
  readonly absent: ReadonlyMap<string, Position>;
  readonly size: number;
  /** How long one stream is waited for before the others use the time to read ahead, in milliseconds. */
  readonly patienceMs: number;
  readonly onTaken: () => void;
  readonly onFailed: (stream: JobStream, error: SourceError) => void;
}

export interface Merged {
  readonly rows: readonly MergedRow[];
  /** Where the page ends: for a cursor that goes on. */
  readonly end: Cut;
  /** More rows are known to follow. */
  readonly hasMore: boolean;
  /** The stream whose scan ended the page early. */
  readonly barrier: JobStream | null;
}

/** Merges sorted streams lazily: a stream is read only when its head is needed. */
export async function mergeStreams(options: MergeOptions): Promise<Merged> {
  const merge = new Merge(options);
  await merge.begin();
  for (;;) {
    const end = await merge.goOn();
    if (end !== null) return end;
  }
}

class Merge {
  readonly #options: MergeOptions;
  readonly #rows: MergedRow[] = [];
  /** Those that have a row to show. */
  #lanes: readonly Lane[];
  /** Where the lanes stand together. */
  #common: Position;
  /** Lanes that failed, and sources whose lanes nobody knows, each at its place. */
  readonly #behind: Map<string, Position>;

  constructor(options: MergeOptions) {
    this.#options = options;
    this.#common = options.from.common;
    this.#behind = new Map(options.absent);
    this.#lanes = options.streams.map((stream) => openLane(stream, options.from));
  }

  async begin(): Promise<void> {
    const lanes = this.#lanes;
    const looked = await this.#patiently(Promise.all(lanes.map((lane) => this.#look(lane))));
    this.#lanes = lanes.filter((_, i) => looked[i]);
  }

  /** Takes the next row, or ends the page; `null`: it goes on. */
  async goOn(): Promise<Merged | null> {
    const rows = this.#rows;
    const lane = firstOf(this.#lanes, this.#options.compare);
    if (lane === undefined) return { rows, end: this.#cutAt(this.#common), hasMore: false, barrier: null };
    if (rows.length === this.#options.size)
      return { rows, end: this.#cutAt(this.#common), hasMore: true, barrier: null };
    if (lane.head?.kind === 'barrier') return this.#endAtBarrier(lane);
    await this.#takeFrom(lane);
    return null;
  }

  #endAtBarrier(lane: Lane): Merged {
    const key = keyOf(lane);
    const place = this.#passed(key);
    const isLate = this.#isLate(key);
    if (isLate) lane.own = place;
    const end = this.#cutAt(isLate ? this.#common : place);
    return { rows: this.#rows, end, hasMore: true, barrier: lane.stream };
  }

  async #takeFrom(lane: Lane): Promise<void> {
    if (lane.head?.kind !== 'row') throw new TypeError('A lane without a row was merged.');
    const { job, key } = lane.head;
    const isLate = this.#isLate(key);
    if (isLate) lane.own = this.#passed(key);
    else this.#common = this.#passed(key);
    this.#rows.push({ job, isLate, cut: atRow(this.#cutAt(this.#common), isLate, lane, key) });
    lane.stream.take();
    lane.head = null;
    this.#options.onTaken();
    const goesOn = await this.#patiently(this.#look(lane));
    if (!goesOn) this.#lanes = this.#lanes.filter((other) => other !== lane);
  }

  /** Looks at the head that a lane shows next; a lane that fails stays behind at its place. */
  async #look(lane: Lane): Promise<boolean> {
    try {
      lane.head = await lane.stream.peek();
      if (lane.head.kind === 'end' || !this.#isLate(lane.head.key)) lane.own = null;
      // A list that turned out to be out of order: its rows may stand anywhere, and the stream's hint tells them apart.
      else lane.own ??= this.#options.outset;
      return lane.head.kind !== 'end';
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#options.onFailed(lane.stream, error);
      this.#behind.set(streamMark(lane.stream.id), lane.own ?? this.#common);
      return false;
    }
  }

  /** While one stream is slow, the others read what the page may need: when it is given up, no time is left for that. */
  async #patiently<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      const missing = this.#options.size - this.#rows.length + 1;
      for (const { head, stream } of this.#lanes) {
        if (head !== null) stream.readAhead(missing).catch(() => undefined);
      }
    }, this.#options.patienceMs);
    return work.finally(() => clearTimeout(timer));
  }

  #isLate(key: SortKey): boolean {
    return this.#common.kind === 'key' && this.#options.compare(key, this.#common.key) < 0;
  }

  #passed(key: SortKey): Position {
    return { kind: 'key', key, side: this.#options.passedSide };
  }

  #cutAt(place: Position): Cut {
    return { common: place, behind: behindAt(place, this.#behind, this.#lanes), hints: NO_HINTS };
  }
}

const NO_HINTS: Cut['hints'] = new Map();
const NOBODY: Cut['behind'] = new Map();

/**
 * A cursor at a row excludes that row whichever way it is walked from. Of a list that proved out of order it must also know
 * what had been given out before.
 */
function atRow(cut: Cut, late: boolean, { stream }: Lane, key: SortKey): Cut {
  const at: Position = { kind: 'key', key, side: 'at' };
  if (!late) return { ...cut, common: at };
  const [mark, hint] = [streamMark(stream.id), stream.hintAt(key)];
  const isNeeded = typeof hint === 'object' && hint?.passed;
  return {
    common: cut.common,
    behind: new Map([...cut.behind, [mark, at]]),
    hints: isNeeded ? new Map([[mark, hint]]) : cut.hints,
  };
}

function behindAt(
  common: Position,
  failed: ReadonlyMap<string, Position>,
  lanes: readonly Lane[],
): Cut['behind'] {
  const late = lanes.filter((lane) => lane.own !== null);
  if (failed.size === 0 && late.length === 0) return NOBODY;
  const all = new Map(failed);
  for (const { stream, own } of late) if (own !== null) all.set(streamMark(stream.id), own);
  for (const [mark, position] of all) if (position === common) all.delete(mark);
  return all;
}

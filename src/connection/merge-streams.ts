import type { Head, JobStream } from '../datasource/job-stream.ts';
import type { SortKey } from '../model/sort-key.ts';
import { SourceError } from '../model/source-error.ts';
import type { Cut, Position } from './cut.ts';
import type { MergedRow } from './job-page.ts';
import { markOf } from './mark-of.ts';

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
  readonly onTaken: (stream: JobStream) => void;
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

interface Lane {
  readonly stream: JobStream;
  head: Head | null;
  /** The stream's own place, while it is behind the common one. */
  own: Position | null;
}

/** Merges sorted streams lazily: a stream is read only when its head is needed. */
export async function mergeStreams(options: MergeOptions): Promise<Merged> {
  const { from, compare, size, passedSide } = options;
  const rows: MergedRow[] = [];
  let common = from.common;
  let lanes: Lane[] = options.streams.map((stream) => ({
    stream,
    head: null,
    own: ownPosition(from, stream),
  }));
  const behind = new Map<string, Position>(options.absent);

  const isLate = (key: SortKey): boolean => common.kind === 'key' && compare(key, common.key) < 0;

  /** Looks at the head that a lane shows next; a lane that fails stays behind at its place. */
  async function look(lane: Lane): Promise<boolean> {
    try {
      lane.head = await lane.stream.peek();
      if (lane.head.kind === 'end' || !isLate(lane.head.key)) lane.own = null;
      // A list that turned out to be out of order: its rows may stand anywhere, and the stream's hint tells them apart.
      else lane.own ??= options.outset;
      return lane.head.kind !== 'end';
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      options.onFailed(lane.stream, error);
      behind.set(markOf(lane.stream.id), lane.own ?? common);
      return false;
    }
  }

  /** While one stream is slow, the others read what the page may need: when it is given up, no time is left for that. */
  async function patiently<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      for (const { head, stream } of lanes) {
        if (head !== null) stream.readAhead(size - rows.length + 1).catch(() => undefined);
      }
    }, options.patienceMs);
    return work.finally(() => clearTimeout(timer));
  }

  const cutAt = (place: Position): Cut => ({
    common: place,
    behind: behindNow(behind, lanes, place),
    hints: NO_HINTS,
  });

  const looked = await patiently(Promise.all(lanes.map(look)));
  lanes = lanes.filter((_, i) => looked[i]);
  for (;;) {
    const lane = firstOf(lanes, compare);
    if (lane === undefined) return { rows, end: cutAt(common), hasMore: false, barrier: null };
    const { head } = lane;
    if (head === null || head.kind === 'end') throw new TypeError('A lane without a head was merged.');
    if (rows.length === size) return { rows, end: cutAt(common), hasMore: true, barrier: null };
    if (head.kind === 'barrier') {
      const place: Position = isLate(head.key) ? common : { kind: 'key', key: head.key, side: passedSide };
      if (isLate(head.key)) lane.own = { kind: 'key', key: head.key, side: passedSide };
      return { rows, end: cutAt(place), hasMore: true, barrier: lane.stream };
    }
    const late = isLate(head.key);
    if (late) lane.own = { kind: 'key', key: head.key, side: passedSide };
    else common = { kind: 'key', key: head.key, side: passedSide };
    rows.push({ job: head.job, isLate: late, cut: atRow(cutAt(common), late, lane, head.key) });
    lane.stream.take();
    lane.head = null;
    options.onTaken(lane.stream);
    if (!(await patiently(look(lane)))) lanes = lanes.filter((other) => other !== lane);
  }
}

const NO_HINTS: Cut['hints'] = new Map();
const NOBODY: Cut['behind'] = new Map();

const ownPosition = (cut: Cut, stream: JobStream): Position | null =>
  cut.behind.get(markOf(stream.id)) ?? cut.behind.get(markOf(stream.sourceId)) ?? null;

/**
 * A cursor at a row excludes that row whichever way it is walked from. Of a list that proved out of order it must also know
 * what had been given out before.
 */
function atRow(cut: Cut, late: boolean, { stream }: Lane, key: SortKey): Cut {
  const at: Position = { kind: 'key', key, side: 'at' };
  if (!late) return { ...cut, common: at };
  const [mark, hint] = [markOf(stream.id), stream.hintAt(key)];
  const isNeeded = typeof hint === 'object' && hint?.passed;
  return {
    common: cut.common,
    behind: new Map([...cut.behind, [mark, at]]),
    hints: isNeeded ? new Map([[mark, hint]]) : cut.hints,
  };
}

function behindNow(
  failed: ReadonlyMap<string, Position>,
  lanes: readonly Lane[],
  common: Position,
): Cut['behind'] {
  const late = lanes.filter((lane) => lane.own !== null);
  if (failed.size === 0 && late.length === 0) return NOBODY;
  const all = new Map(failed);
  for (const { stream, own } of late) if (own !== null) all.set(markOf(stream.id), own);
  for (const [mark, position] of all) if (position === common) all.delete(mark);
  return all;
}

function firstOf(lanes: readonly Lane[], compare: (a: SortKey, b: SortKey) => number): Lane | undefined {
  let first: Lane | undefined;
  for (const lane of lanes) {
    if (first === undefined || compare(keyOf(lane), keyOf(first)) < 0) first = lane;
  }
  return first;
}

function keyOf({ head }: Lane): SortKey {
  if (head === null || head.kind === 'end') throw new TypeError('A lane without a head was compared.');
  return head.key;
}

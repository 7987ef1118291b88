import { type Hint, NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import type {
  Edge,
  JobStream,
  StreamCount,
  StreamRow,
} from '../../../../src/datasource/stream/job-stream.ts';
import { type Direction, firstKeyAt, type SortKey } from '../../../../src/model/sort-key.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { makeJob } from '../../model/make-job.ts';

/**
 * What one reading finds: a row of this time; nothing that is wanted up to a time; a failure; a mistake of our own; or that
 * all rows so far do not count.
 */
export type Step = number | { readonly upTo: number } | 'fail' | 'bug' | 'restart';

export interface FakeStream extends JobStream {
  /** How often it was read. */
  readonly reads: () => number;
  /** How many rows were wanted ahead of their turn, each time. */
  readonly wantedAhead: readonly number[];
}

export interface FakeStreamOptions {
  /** Default: the stream's own id. */
  readonly sourceId?: string;
  readonly direction?: Direction;
  /** What a cursor knows before anything is read. */
  readonly watermark?: number;
  readonly mayScanOn?: boolean;
  /** Default: nobody knows where its next row stands. */
  readonly knowsNext?: boolean;
  /** Default: it has. */
  readonly hasScanned?: boolean;
  readonly error?: SourceError;
  /** Default: 0, and more. */
  readonly count?: StreamCount;
}

export const keyOf = (sourceId: string, time: number): SortKey => ({
  time,
  sourceId,
  nativeId: `${sourceId}${time}`,
  originId: '',
});

/** A hint that tells after how many rows it was asked for, and at which key. */
export const hintFor = (taken: number, key: SortKey | null): Hint => ({
  ...NO_HINT,
  index: taken,
  watermark: { time: key?.time ?? null },
});

/** A stream that makes one step at each reading, and knows its end with the last one. */
export function fakeStream(id: string, steps: readonly Step[], options: FakeStreamOptions = {}): FakeStream {
  const { sourceId = id, direction = 'down', mayScanOn = true } = options;
  const failure = options.error ?? new SourceError({ code: 'UPSTREAM_TIMEOUT', message: `${id} is slow` });
  let rows: StreamRow[] = [];
  let frontier = options.watermark ?? null;
  let at = 0;
  let reads = 0;
  const wantedAhead: number[] = [];

  const beyond = (): Edge | null => {
    if (at >= steps.length && reads > 0) return { kind: 'end' };
    return frontier === null ? null : { kind: 'watermark', key: firstKeyAt(frontier, direction) };
  };
  const step = (): 'read' | 'restart' => {
    const now = steps[at];
    if (now === 'fail') throw failure;
    if (now === 'bug') throw new RangeError('a bug');
    at += 1;
    if (now === 'restart') [rows, frontier] = [[], null];
    if (typeof now === 'number') rows.push(rowAt(sourceId, now));
    if (now !== 'restart' && now !== undefined) frontier = typeof now === 'number' ? now : now.upTo;
    return now === 'restart' ? 'restart' : 'read';
  };

  return {
    sourceId,
    id,
    notes: [],
    wantedAhead,
    reads: () => reads,
    get rows() {
      return rows;
    },
    get beyond() {
      return beyond();
    },
    knowsNext: options.knowsNext ?? false,
    advance: async () => {
      reads += 1;
      return step();
    },
    readAhead: async (wanted) => {
      wantedAhead.push(wanted);
      while (rows.length < wanted && at < steps.length) {
        reads += 1;
        step();
      }
    },
    mayScanOn: () => mayScanOn,
    hasScanned: () => options.hasScanned ?? true,
    hintAfter: hintFor,
    count: async () => options.count ?? { atLeast: 0, isExact: false },
  };
}

function rowAt(sourceId: string, time: number): StreamRow {
  const key = keyOf(sourceId, time);
  return { key, job: makeJob({ sourceId, nativeId: key.nativeId, createdAt: time }) };
}

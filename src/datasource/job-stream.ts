import type { Job } from '../model/job.ts';
import { type Direction, keyComparator, type SortKey } from '../model/sort-key.ts';
import type { Note } from './note.ts';
import { DisorderError, type OrderedReader, UnreadablePage } from './ordered-reader.ts';
import type { PlacedRow } from './placed-row.ts';
import type { Rank } from './ranks.ts';
import type { ScanBudget } from './scan-budget.ts';

/** One end of the part of the order that is wanted. */
export interface Bound {
  readonly key: SortKey;
  /** Whether the row that bears the key belongs to the part. */
  readonly isInclusive: boolean;
}

/** What stands first in a stream. */
export type Head =
  | { readonly kind: 'row'; readonly job: Job; readonly key: SortKey }
  /** The scan budget is spent: nothing was found up to this key, and nobody knows what comes after it. */
  | { readonly kind: 'barrier'; readonly key: SortKey }
  | { readonly kind: 'end' };

/** An index in the vendor's list that makes resuming cheap, or that the list is read whole. */
export type Hint = number | WholeHint;

/** The list has no order that can be relied upon: every page reads it whole, and sorts. */
export interface WholeHint {
  /** Where that was noticed only in the midst of a walk. `null`: all that was given out was given in order. */
  readonly passed: Passed | null;
}

/** What a walk had given out before it noticed that the list is not in order. */
export interface Passed {
  /** The walk had come to this index of the vendor's list, */
  readonly index: number;
  /** and to this key: what stands before both was given out, all else was not. */
  readonly until: SortKey;
}

/** One sorted list of jobs, read only as far as it is asked for. */
export interface JobStream {
  readonly sourceId: string;
  /** Unique over all sources, and stable: a cursor remembers it. */
  readonly id: string;
  /** Throws `SourceError`. */
  readonly peek: () => Promise<Head>;
  /** Takes away what `peek` showed. */
  readonly take: () => void;
  /** Has so many rows at hand, or all there are, while there is nothing better to do than to wait for others. */
  readonly readAhead: (rows: number) => Promise<void>;
  /** For a cursor at this key; `null`: one before all rows. */
  readonly hintAt: (key: SortKey | null) => Hint | null;
  readonly notes: readonly Note[];
  readonly count: () => Promise<StreamCount>;
}

/** How many jobs a stream holds, as far as is known. */
export interface StreamCount {
  readonly atLeast: number;
  readonly isExact: boolean;
}

/** How many rows are worth reading of one stream. */
export interface Need {
  /** What a stream is likely to give to the page. */
  readonly share: number;
  /** What the page still misses. */
  readonly most: number;
}

export interface JobStreamOptions {
  readonly sourceId: string;
  readonly id: string;
  readonly direction: Direction;
  readonly start: Bound | null;
  readonly stop: Bound | null;
  /** `null`: the stream is read whole from the start. */
  readonly reader: OrderedReader | null;
  /** Every row of the list, in the vendor's order. */
  readonly readWhole: () => Promise<readonly PlacedRow[]>;
  readonly rankOf: (key: SortKey) => Rank;
  /** No row of a higher rank is wanted. */
  readonly lastRank: Rank;
  readonly matches: (job: Job) => boolean;
  readonly budget: ScanBudget;
  readonly need: () => Need;
  readonly hint: Hint | null;
  /** Whether a cursor must remember that the list was read whole; else it always is. */
  readonly keepsWholeHint: boolean;
  /** An index as a place along the walk. */
  readonly placeOf: (index: number) => number;
  readonly notes: Note[];
  readonly onDisorder: () => void;
  readonly onRead: (rows: number) => void;
  readonly count: (seen: { readonly rows: number; readonly isAll: boolean }) => Promise<StreamCount>;
}

const LARGEST_WANT = 1_000;

/** A list as a stream: in order while the vendor keeps it, read whole and sorted from the moment it does not. */
export function createJobStream(options: JobStreamOptions): JobStream {
  const compare = keyComparator(options.direction);
  const given = new Set<string>();
  let queue: PlacedRow[] = [];
  let hasEnded = false;
  let barrier: SortKey | null = null;
  let isWhole = options.reader === null;
  let passed = passedBefore(options);
  let lastTaken: SortKey | null = options.start?.key ?? null;
  let fruitless = 1;
  let reads = 0;
  let all: number | null = null;
  let matched = 0;
  let pending: Promise<Head> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** The walk has not given out anything since it noticed that the list is out of order. */
  const isFresh = typeof options.hint !== 'object' || options.hint === null;

  const isWithinStart = (row: PlacedRow): boolean =>
    within(compare(row.key, options.start?.key ?? row.key), options.start);
  const isWithinStop = (row: PlacedRow): boolean =>
    within(compare(options.stop?.key ?? row.key, row.key), options.stop);

  async function head(): Promise<Head> {
    while (queue.length === 0 && !hasEnded && barrier === null) await fill();
    const first = queue[0];
    if (first !== undefined) return { kind: 'row', job: first.job, key: first.key };
    return barrier === null ? { kind: 'end' } : { kind: 'barrier', key: barrier };
  }

  async function stock(rows: number): Promise<void> {
    while (queue.length < rows && !hasEnded && barrier === null && !options.budget.isSpent()) {
      if (options.reader === null || isWhole) return;
      await readOn(options.reader);
    }
  }

  /** Reading is for one at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function fill(): Promise<void> {
    if (options.reader === null || isWhole) return fillWhole();
    try {
      await readOn(options.reader);
    } catch (error) {
      if (!(error instanceof DisorderError)) throw error;
      if (!(error instanceof UnreadablePage)) options.onDisorder();
      const index = options.reader.reached;
      passed = index === null || lastTaken === null ? null : { index, until: lastTaken };
      isWhole = true;
      await fillWhole();
    }
  }

  async function readOn(reader: OrderedReader): Promise<void> {
    const batch = await reader.next(rowsToRead());
    hasEnded = batch.isLast || reader.frontier > options.lastRank;
    keep(batch.rows.filter(isWithinStart));
  }

  /** A stream that gives more than its share is read in growing strides, and so is one whose rows hardly match. */
  function rowsToRead(): number {
    const { share, most } = options.need();
    const wanted = Math.min(share * 2 ** reads, most);
    reads += 1;
    return Math.min(wanted * fruitless, LARGEST_WANT);
  }

  async function fillWhole(): Promise<void> {
    const rows = await options.readWhole();
    hasEnded = true;
    if (isFresh) passed = passed && throughTie(passed, rows);
    all = rows.filter((row) => isWithinStop(row) && options.matches(row.job)).length;
    keep(rows.filter((row) => !given.has(row.identity) && isDue(row)));
  }

  /** Not given out yet: neither in order, nor while the list was still taken to be in order. */
  function isDue(row: PlacedRow): boolean {
    if (passed === null) return isWithinStart(row);
    const isAhead = options.placeOf(row.index) > options.placeOf(passed.index);
    const isBeyond = compare(row.key, passed.until) > 0;
    return (isAhead || isBeyond) && (isFresh || isWithinStart(row));
  }

  /** An index stands before the instant that the walk had come to; the rows of that instant which follow it were known. */
  function throughTie({ index, until }: Passed, rows: readonly PlacedRow[]): Passed {
    const rank = options.rankOf(until);
    const ahead = rows
      .filter((row) => options.placeOf(row.index) > options.placeOf(index))
      .sort((a, b) => options.placeOf(a.index) - options.placeOf(b.index));
    const end = ahead.findIndex((row) => row.rank !== rank);
    const last = ahead.slice(0, end < 0 ? undefined : end).at(-1);
    return { index: last?.index ?? index, until };
  }

  function keep(rows: readonly PlacedRow[]): void {
    const wanted = distinct(rows.filter(isWithinStop).sort((a, b) => compare(a.key, b.key)));
    options.onRead(rows.length);
    const hits = wanted.filter((row) => !given.has(row.identity) && options.matches(row.job));
    for (const row of hits) given.add(row.identity);
    queue = [...queue, ...hits];
    matched += hits.length;
    fruitless = hits.length * 4 < wanted.length ? fruitless * 2 : 1;
    const isSpent = !options.budget.spend(wanted.length - hits.length);
    if (isSpent && queue.length === 0 && !hasEnded) barrier = wanted.at(-1)?.key ?? null;
  }

  return {
    sourceId: options.sourceId,
    id: options.id,
    notes: options.notes,
    peek: () => {
      pending ??= inTurn(head);
      return pending;
    },
    take: () => {
      lastTaken = queue[0]?.key ?? lastTaken;
      queue = queue.slice(1);
      pending = null;
    },
    readAhead: (rows) => inTurn(() => stock(rows)),
    hintAt: (key) => {
      if (!isWhole) return key === null ? null : (options.reader?.hintAt(options.rankOf(key)) ?? null);
      const isCaughtUp = passed === null || (key !== null && compare(key, passed.until) >= 0);
      return options.keepsWholeHint ? { passed: isCaughtUp ? null : passed } : null;
    },
    count: () =>
      options.count({ rows: all ?? matched, isAll: all !== null || (hasEnded && options.start === null) }),
  };
}

/** A walk that had begun in good faith before the list was known to be out of order. */
function passedBefore({ hint, start, reader }: JobStreamOptions): Passed | null {
  if (reader !== null || hint === null) return null;
  if (typeof hint !== 'number') return hint.passed;
  return start && { index: hint, until: start.key };
}

/** `order`: positive inside the bound, zero at it. */
function within(order: number, bound: Bound | null): boolean {
  return bound === null || order > 0 || (order === 0 && bound.isInclusive);
}

const distinct = (rows: readonly PlacedRow[]): PlacedRow[] => {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.identity) && seen.add(row.identity));
};

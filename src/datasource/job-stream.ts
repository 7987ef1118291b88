import type { Job } from '../model/job.ts';
import { type Direction, keyComparator, type SortKey } from '../model/sort-key.ts';
import type { PlacedRow } from './list-window.ts';
import type { Note } from './note.ts';
import { DisorderError, type OrderedReader, UnreadablePage } from './ordered-reader.ts';
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

/** A place in the vendor's list that makes resuming cheap; `whole`: the list is read whole anyway. */
export type Hint = number | 'whole';

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
  /** For a cursor at this key. */
  readonly hintAt: (key: SortKey) => Hint | null;
  readonly notes: readonly Note[];
  readonly count: () => Promise<StreamCount>;
}

/** How many jobs a stream holds; `null`: more than is known. */
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
  readonly hint: number | null;
  /** What a cursor must remember where the list was read whole; `null`: it always is. */
  readonly wholeHint: Hint | null;
  readonly notes: Note[];
  readonly onDisorder: () => void;
  readonly onRead: (rows: number) => void;
  readonly count: (seen: { readonly rows: number; readonly isAll: boolean }) => Promise<StreamCount>;
}

const LARGEST_WANT = 1_000;

export function createJobStream(options: JobStreamOptions): JobStream {
  const compare = keyComparator(options.direction);
  const given = new Set<string>();
  let queue: PlacedRow[] = [];
  let hasEnded = false;
  let barrier: SortKey | null = null;
  let isWhole = options.reader === null;
  let fruitless = 1;
  let reads = 0;
  let matched = 0;
  let pending: Promise<Head> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

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
    while (queue.length < rows && !hasEnded && barrier === null && !options.budget.isSpent()) await fill();
  }

  /** Reading is for one at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function fill(): Promise<void> {
    if (options.reader === null || isWhole) return fillWhole(() => false);
    try {
      const batch = await options.reader.next(rowsToRead());
      hasEnded = batch.isLast || options.reader.frontier > options.lastRank;
      keep(batch.rows.filter(isWithinStart));
    } catch (error) {
      if (!(error instanceof DisorderError)) throw error;
      if (!(error instanceof UnreadablePage)) options.onDisorder();
      isWhole = true;
      await fillWhole(isOvertaken());
    }
  }

  /** A stream that gives more than its share is read in growing strides, and so is one whose rows hardly match. */
  function rowsToRead(): number {
    const { share, most } = options.need();
    const wanted = Math.min(share * 2 ** reads, most);
    reads += 1;
    return Math.min(wanted * fruitless, LARGEST_WANT);
  }

  /** Rows that a resumed walk has passed over, because they stand in the wrong place behind it. */
  function isOvertaken(): (row: PlacedRow) => boolean {
    const { hint, start } = options;
    if (start === null || hint === null) return () => false;
    const reached = options.rankOf(start.key);
    return (row) => row.index > hint && row.rank < reached;
  }

  async function fillWhole(isLate: (row: PlacedRow) => boolean): Promise<void> {
    const rows = await options.readWhole();
    hasEnded = true;
    keep(rows.filter((row) => !given.has(row.identity) && (isWithinStart(row) || isLate(row))));
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
      queue = queue.slice(1);
      pending = null;
    },
    readAhead: (rows) => inTurn(() => stock(rows)),
    hintAt: (key) => (isWhole ? options.wholeHint : (options.reader?.hintAt(options.rankOf(key)) ?? null)),
    count: () => options.count({ rows: matched, isAll: hasEnded && options.start === null }),
  };
}

/** `order`: positive inside the bound, zero at it. */
function within(order: number, bound: Bound | null): boolean {
  return bound === null || order > 0 || (order === 0 && bound.isInclusive);
}

const distinct = (rows: readonly PlacedRow[]): PlacedRow[] => {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.identity) && seen.add(row.identity));
};

import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import type { LeanRows } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { Query } from '../contract/transport.ts';
import { type Answer, ask, type PageReading, type PageRow } from './read-answer.ts';
import { stuck } from './unsteady.ts';

export interface Page<Item> {
  readonly rows: readonly PageRow<Item>[];
  readonly total: number | null;
  /** More rows than were asked for: the vendor does not page, this is the whole list. */
  readonly isWhole: boolean;
}

/** How a listing is read in pages. */
export interface ListReading<Item> extends PageReading<Item> {
  /** Absent: rows are wanted whole. */
  readonly lean?: Lean | undefined;
}

/** Asks for one slice of a listing. Throws `SourceError`. */
export function readPage<Item>(
  reading: ListReading<Item>,
  slice: Slice,
  extra: Query = [],
): Promise<Page<Item>> {
  const { lean } = reading;
  return lean?.memory.isWorth === true
    ? readLean(reading, slice, extra, lean)
    : readSlice(reading, slice, extra);
}

/** A page without what is heavy where the vendor can leave it out and its rows tell all else for certain; else a whole one. */
async function readLean<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  extra: Query,
  { rows, memory }: Lean,
): Promise<Page<Item>> {
  let page: Page<Item> | null = null;
  try {
    page = await readSlice(reading, slice, [...extra, ...rows.query]);
  } catch (error) {
    if (!memory.mayBeRefusal(error)) throw error;
  }
  if (page !== null && suffice(page.rows, rows)) {
    if (page.rows.length > 0) memory.worked();
    return page;
  }
  const whole = await readSlice(reading, slice, extra);
  memory.failed(page === null);
  return whole;
}

async function readSlice<Item>(reading: PageReading<Item>, slice: Slice, extra: Query): Promise<Page<Item>> {
  const { pager } = reading.listing;
  if (pager.pagesOf !== undefined) return readPages(reading, slice, pager.pagesOf(slice), extra);
  const { rows, total, next } = await ask(reading, slice, extra, pager.query(slice));
  const isWhole = pager.unpaged === true || rows.length > slice.limit;
  if (!next) return { rows, total, isWhole };
  const behind = await readBehind(reading, slice, extra, next);
  return { rows: [...rows, ...behind], total, isWhole };
}

/** A slice out of pages that have fixed places. */
async function readPages<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  pages: readonly Slice[],
  extra: Query,
): Promise<Page<Item>> {
  const rows: PageRow<Item>[] = [];
  let total: number | null = null;
  for (const page of pages) {
    const answer = await ask(reading, page, extra, reading.listing.pager.query(page));
    rows.push(...answer.rows);
    total = answer.total;
    if (answer.rows.length > page.limit) return { rows: answer.rows, total, isWhole: true };
    if (answer.rows.length < page.limit) break;
  }
  const first = slice.from - (pages[0]?.from ?? slice.from);
  return { rows: rows.slice(first, first + slice.limit), total, isWhole: false };
}

/** Most rows that are read of a list whose pages go by token. */
const LONGEST_BY_TOKEN = 10_000;

/** What stands behind the first page of a list whose pages go by token: all of it, for nobody can enter it in its middle. */
async function readBehind<Item>(
  reading: PageReading<Item>,
  asked: Slice,
  extra: Query,
  first: string,
): Promise<readonly PageRow<Item>[]> {
  const rows: PageRow<Item>[] = [];
  const met = new Set<string>();
  const { nextQuery } = reading.listing.pager;
  for (let token: string | null | undefined = first; nextQuery !== undefined && token; ) {
    if (met.has(token)) throw stuck();
    met.add(token);
    const page: Answer<Item> = await ask(reading, asked, extra, nextQuery(token));
    rows.push(...page.rows);
    if (rows.length > LONGEST_BY_TOKEN) throw tooLong();
    token = page.next;
  }
  return rows;
}

const tooLong = (): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `The list can only be read from its start to its end, and holds more than ${LONGEST_BY_TOKEN} rows.`,
    retryable: false,
  });

export interface PageEnd {
  readonly rows: number;
  readonly asked: number;
  /** How many rows stand before the page. */
  readonly from: number;
  /** What the vendor says with it. */
  readonly total: number | null;
  /** Whether the vendor is known to count lists, and not pages. */
  readonly isTotalTrusted: boolean;
  /** The vendor never gives fewer rows than this where more follow. */
  readonly smallestCut: number;
}

/**
 * Whether a page is the last of its list; `null`: only asking on can tell. A page can be shorter than asked because the
 * list ends, or because the vendor gives no more at once.
 */
export function endsList({ rows, asked, from, total, isTotalTrusted, smallestCut }: PageEnd): boolean | null {
  const upper = from + rows;
  if (rows === 0) return true;
  if (rows >= asked) return false;
  if (total !== null && total > upper) return null;
  if (rows < smallestCut) return true;
  return total === upper && (from > 0 || isTotalTrusted) ? true : null;
}

/**
 * What the vendor was seen to count. Some count the list with each page, others the rows of that page alone
 * (docs/vendors/README.md#open-questions): a page that happens to be the whole list does not tell which.
 */
export class TotalsTrust {
  #countsLists = false;
  #countsPages = false;

  get countsLists(): boolean {
    return this.#countsLists && !this.#countsPages;
  }

  /** The vendor was caught at counting the rows of a page. */
  get countsPages(): boolean {
    return this.#countsPages;
  }

  /** Learns from a page of `rows` rows that begins at `from`. */
  learn(total: number, from: number, rows: number): void {
    if (total > rows) this.#countsLists = true;
    else if (total === rows && from > 0 && rows > 0) this.#countsPages = true;
  }
}

/** After rows that do not suffice, pages are read whole for so long: their neighbours are of the same age. */
const REST_MS = 5 * 60_000;

/** What one source's answers have taught about rows without what is heavy. */
export class LeanMemory {
  readonly #now: () => number;
  #isProven = false;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isWorth(): boolean {
    return this.#now() >= this.#restsUntil;
  }

  worked(): void {
    this.#isProven = true;
  }

  /** `isForGood`: the vendor does not know what it is asked for. */
  failed(isForGood: boolean): void {
    this.#restsUntil = isForGood ? Number.POSITIVE_INFINITY : this.#now() + REST_MS;
  }

  /** Whatever the vendor has said to the very first such question: it may not know how to answer. */
  mayBeRefusal(error: unknown): boolean {
    if (!(error instanceof SourceError)) return false;
    const { code, upstreamStatus } = error;
    if (CODES[code].isOfRequest && code !== 'UPSTREAM_BAD_RESPONSE') return true;
    return (
      !this.#isProven &&
      (code === 'UPSTREAM_BAD_RESPONSE' || (code === 'UPSTREAM_UNAVAILABLE' && upstreamStatus !== null))
    );
  }
}

/** How rows are read of which nobody will look at what is heavy. */
export interface Lean {
  readonly rows: LeanRows;
  readonly memory: LeanMemory;
}

/** Rows that are shared were looked at by the first who had them. */
const known = new WeakMap<readonly PageRow<unknown>[], boolean>();

/** Whether rows that were read without what is heavy tell all else for certain. */
function suffice(rows: readonly PageRow<unknown>[], lean: LeanRows): boolean {
  const told = known.get(rows) ?? allSuffice(rows, lean);
  known.set(rows, told);
  return told;
}

function allSuffice(rows: readonly PageRow<unknown>[], { suffices }: LeanRows): boolean {
  for (const row of rows) if (!('item' in row && suffices(row.raw))) return false;
  return true;
}

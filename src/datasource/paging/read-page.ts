import { SourceError } from '../../model/source-error.ts';
import type { Slice } from '../contract/pager.ts';
import type { Query } from '../contract/transport.ts';
import { ask, type PageReading, type PageRow } from './read-answer.ts';
import { stuck } from './unsteady.ts';

export interface Page<Item> {
  readonly rows: readonly PageRow<Item>[];
  readonly total: number | null;
  /** More rows than were asked for: the vendor does not page, this is the whole list. */
  readonly isWhole: boolean;
}

/** Asks for one slice of a listing. Throws `SourceError`. */
export async function readPage<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  extra: Query = [],
): Promise<Page<Item>> {
  const { pager } = reading.listing;
  if (pager.pagesOf !== undefined) return readPages(reading, slice, pager.pagesOf(slice), extra);
  const { rows, total, next } = await ask(reading, slice, [...extra, ...pager.query(slice)]);
  const behind = await readBehind(reading, slice, extra, next);
  const isWhole = pager.unpaged === true || rows.length > slice.limit;
  return { rows: behind.length === 0 ? rows : [...rows, ...behind], total, isWhole };
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
    const answer = await ask(reading, page, [...extra, ...reading.listing.pager.query(page)]);
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
  first: string | null | undefined,
): Promise<readonly PageRow<Item>[]> {
  const rows: PageRow<Item>[] = [];
  const met = new Set<string>();
  const { nextQuery } = reading.listing.pager;
  for (let token = first; nextQuery !== undefined && token; ) {
    if (met.has(token)) throw stuck();
    met.add(token);
    const page = await ask(reading, asked, [...extra, ...nextQuery(token)]);
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

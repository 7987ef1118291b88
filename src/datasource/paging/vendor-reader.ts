import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing, VendorReader } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, KeptReply, Transport, VendorRequest } from '../contract/transport.ts';
import { MonotonicReads } from './monotonic-reads.ts';
import { type PageReading, type PageRow, parseReply, parses, unreadable } from './read-answer.ts';
import { endsList, type Page, readPage, TotalsTrust } from './read-page.ts';
import { stuck } from './unsteady.ts';

const PAGE_ROWS = 1_000;
const MAX_ATTEMPTS = 4;
/** Beyond that a list is taken to have no end: what was read of it is held until it has one. */
const MOST_ROWS = 100_000;
/** Pages in a row of nothing but rows that cannot be read, which look alike: whether they are the same ones nobody can tell. */
const MOST_BLIND = 3;

/** Reads for discovery and for lists that are fetched whole; a row that cannot be read is noted, not dropped silently. */
export function createVendorReader(
  transport: Transport,
  scope: SourceScope,
  note: (note: Note) => void,
  remark: (text: string) => void = () => undefined,
): VendorReader {
  const steady = new MonotonicReads(transport);
  return {
    list: (listing) => readList(transport, listing, scope, note),
    get: (request, parse) => readOne(steady, request, scope, parse),
    tellLoss: (error) => note({ error, losesRows: true }),
    remark,
  };
}

async function readOne<T>(
  transport: Transport,
  request: VendorRequest,
  scope: SourceScope,
  parse: (body: unknown) => T,
): Promise<T> {
  const isReadable = (body: unknown): boolean => parses(body, parse);
  const keepAs = ({ body }: KeptReply): KeepAs => (isReadable(body) ? 'changing' : 'nothing');
  const reply = await transport.send({ ...request, keepAs, isReadable }, scope);
  if (reply.doubt !== undefined) scope.ledger.oddities.tell(reply.doubt, request.path);
  return parseReply(reply, parse, scope.defects);
}

export interface ListOptions<Item> extends Pick<PageReading<Item>, 'isSettled'> {
  /** There cannot be more, since so many were asked for by name. */
  readonly most?: number;
}

/**
 * Every row of a listing, read again where rows came or went between two pages: one that was skipped would be missed. Where that
 * happens at each attempt, a note says that some may be missing. Throws `UPSTREAM_BAD_RESPONSE` beyond 100,000 rows: a part of
 * them could not be told from all.
 */
export async function readList<Item>(
  transport: Transport,
  listing: Listing<Item>,
  scope: SourceScope,
  note: (note: Note) => void,
  options: ListOptions<Item> = {},
): Promise<Item[]> {
  const { most = Number.POSITIVE_INFINITY, ...rest } = options;
  const reading = { transport: new MonotonicReads(transport), listing, scope, ...rest };
  const readSlice: ReadSlice<Item> = (slice) => readPage(reading, slice);
  const limit = Math.min(PAGE_ROWS, listing.pager.maxPageSize);
  for (let attempt = 1; ; attempt++) {
    const { rows, isJoined, isStuck } = await readOnce(readSlice, {
      limit,
      most,
      smallestCut: listing.pager.smallestCut ?? 1,
      mustJoin: attempt < MAX_ATTEMPTS,
    });
    if (!isJoined && attempt < MAX_ATTEMPTS) continue;
    if (!isJoined) note({ error: neverStill(rows.length), losesRows: true });
    if (isStuck) note({ error: stuck(), losesRows: true });
    return rows.map((row) => itemOf(row, note)).filter((item) => item !== null);
  }
}

interface ReadingLimits {
  readonly limit: number;
  readonly most: number;
  readonly smallestCut: number;
  /** Ends where two pages do not join. */
  readonly mustJoin: boolean;
}

interface ReadRows<Item> {
  readonly rows: readonly PageRow<Item>[];
  /** `false`: the row by which two pages overlap has moved, or gone with others. */
  readonly isJoined: boolean;
  /** The same page came again, which need not be all: nobody gets at what stands behind it. */
  readonly isStuck: boolean;
}

/**
 * Pages overlap by one row. A page that brings nothing new ends the list, and so does one that begins as the one before: such
 * paging does not advance, or the vendor gives all whatever is asked for.
 */
async function readOnce<Item>(
  readSlice: ReadSlice<Item>,
  { limit, most, smallestCut, mustJoin }: ReadingLimits,
): Promise<ReadRows<Item>> {
  const found = new Map<string, PageRow<Item>>();
  const trust = new TotalsTrust();
  let joint: PageRow<Item> | undefined;
  let first: PageRow<Item> | undefined;
  let areJoined = true;
  let blind = 0;
  for (let from = 0; ; ) {
    let page = await readSlice({ from, limit, after: null });
    const before = found.size;
    let isJoined = joint === undefined || isSameItem(joint, page.rows[0]);
    if (page.total !== null) trust.learn(page.total, from, page.rows.length);
    const endsWith = ({ rows, total }: Page<Item>): boolean | null =>
      endsList({
        rows: rows.length,
        asked: limit,
        from,
        total,
        isTotalTrusted: trust.countsLists,
        smallestCut,
      });
    if (joint !== undefined && isJoined && page.rows.length === 1 && endsWith(page) === null) {
      ({ page, isJoined } = await readBehind(readSlice, { from, limit, after: null }, joint));
      from += 1;
    }
    for (const row of page.rows) found.set(JSON.stringify(row.raw), row);
    const isKnown = found.size === before;
    const isSamePage = isKnown && isReadable(page.rows[0]) && isSameItem(first, page.rows[0]);
    blind =
      isKnown && !isSamePage && isUnreadable(page.rows.slice(joint === undefined ? 0 : 1)) ? blind + 1 : 0;
    const mayAdvance = blind > 0 && blind <= MOST_BLIND;
    areJoined &&= isJoined || isSamePage;
    const isAll = page.isWhole || endsWith(page) === true || found.size >= most;
    if (isAll || (isKnown && !mayAdvance) || (!areJoined && mustJoin)) {
      const isStuck =
        !isAll && (isSamePage || blind > 0) && page.rows.length > 1 && !(await givesAll(readSlice, from));
      return { rows: [...found.values()], isJoined: areJoined, isStuck };
    }
    if (found.size > MOST_ROWS) throw endless(found.size);
    [first] = page.rows;
    joint = page.rows.length > 1 ? page.rows.at(-1) : undefined;
    from = Math.max(from + 1, from + page.rows.length - 1);
  }
}

const isReadable = (row: PageRow<unknown> | undefined): boolean => row !== undefined && 'item' in row;

const isUnreadable = (rows: readonly PageRow<unknown>[]): boolean =>
  rows.length > 0 && !rows.some(isReadable);

type ReadSlice<Item> = (slice: Slice) => Promise<Page<Item>>;

/** More than the one row that is asked for: such a vendor does not page. */
const givesAll = async <Item>(readSlice: ReadSlice<Item>, from: number): Promise<boolean> =>
  (await readSlice({ from, limit: 1, after: null })).isWhole;

/**
 * Behind a row with which a page ends wherever it begins. It joins the two if it still stands there afterwards, and what came
 * behind it too: one of them would have changed, had rows gone meanwhile and others come in their stead.
 */
async function readBehind<Item>(readSlice: ReadSlice<Item>, { from, limit }: Slice, joint: PageRow<Item>) {
  const rowAt = async (at: number) => (await readSlice({ from: at, limit: 1, after: null })).rows[0];
  const page = await readSlice({ from: from + 1, limit, after: null });
  const isJoined = isSameItem(joint, await rowAt(from)) && isSameItem(page.rows[0], await rowAt(from + 1));
  return { page, isJoined };
}

/** What is read of a row stays the same where the row itself changes. */
function isSameItem<Item>(a: PageRow<Item> | undefined, b: PageRow<Item> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [one, other] = [a, b].map((row) => JSON.stringify('item' in row ? row.item : row.raw));
  return one === other;
}

function itemOf<Item>(row: PageRow<Item>, note: (note: Note) => void): Item | null {
  if ('item' in row) return row.item;
  note({ error: unreadable(row.fault), losesRows: true });
  return null;
}

const neverStill = (rows: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `A list changes while it is read, again and again: beside ${rows} rows that were found there may be more.`,
    retryable: true,
  });

const endless = (rows: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `A list has no end after ${rows} rows; it is not read further than ${MOST_ROWS}.`,
    retryable: false,
  });

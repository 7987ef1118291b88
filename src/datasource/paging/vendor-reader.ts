import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing, VendorReader } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, KeptReply, Transport, VendorRequest } from '../contract/transport.ts';
import { MonotonicReads } from './monotonic-reads.ts';
import { type PageReading, type PageRow, parseReply, parses, unreadable } from './read-answer.ts';
import { endsList, type Page, readPage, TotalsTrust } from './read-page.ts';

const PAGE_ROWS = 1_000;
const MAX_ATTEMPTS = 4;
/** Beyond that a list is taken to have no end: what was read of it is held until it has one. */
const MOST_ROWS = 100_000;

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
 * Every row of a listing, read again where rows came or went between two pages: one that was skipped would be missed. Throws
 * `UPSTREAM_BAD_RESPONSE` beyond 100,000 rows: a part of them could not be told from all.
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
    const rows = await readOnce(readSlice, {
      limit,
      most,
      smallestCut: listing.pager.smallestCut ?? 1,
      mustJoin: attempt < MAX_ATTEMPTS,
    });
    if (rows !== null) return rows.map((row) => itemOf(row, note)).filter((item) => item !== null);
  }
}

interface ReadingLimits {
  readonly limit: number;
  readonly most: number;
  readonly smallestCut: number;
  readonly mustJoin: boolean;
}

/**
 * Pages overlap by one row; `null`: that row has moved, or gone with others. A page that brings nothing new ends the list, so
 * that paging which does not advance ends too.
 */
async function readOnce<Item>(
  readSlice: ReadSlice<Item>,
  { limit, most, smallestCut, mustJoin }: ReadingLimits,
): Promise<PageRow<Item>[] | null> {
  const found = new Map<string, PageRow<Item>>();
  const trust = new TotalsTrust();
  let joint: PageRow<Item> | undefined;
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
    if (!isJoined && mustJoin && (found.size > before || page.rows.length === 0)) return null;
    const isAll = page.isWhole || endsWith(page) === true || found.size >= most;
    if (isAll || found.size === before) return [...found.values()];
    if (found.size > MOST_ROWS) throw endless(found.size);
    joint = page.rows.length > 1 ? page.rows.at(-1) : undefined;
    from = Math.max(from + 1, from + page.rows.length - 1);
  }
}

type ReadSlice<Item> = (slice: Slice) => Promise<Page<Item>>;

/** Behind a row with which a page ends wherever it begins. It joins the two if it still stands there afterwards. */
async function readBehind<Item>(readSlice: ReadSlice<Item>, { from, limit }: Slice, joint: PageRow<Item>) {
  const page = await readSlice({ from: from + 1, limit, after: null });
  if (page.rows.length === 0) return { page, isJoined: true };
  const again = await readSlice({ from, limit: 1, after: null });
  return { page, isJoined: isSameItem(joint, again.rows[0]) };
}

/** What is read of a row stays the same where the row itself changes. */
function isSameItem<Item>(a: PageRow<Item>, b: PageRow<Item> | undefined): boolean {
  if (b === undefined) return false;
  const [one, other] = [a, b].map((row) => JSON.stringify('item' in row ? row.item : row.raw));
  return one === other;
}

function itemOf<Item>(row: PageRow<Item>, note: (note: Note) => void): Item | null {
  if ('item' in row) return row.item;
  note({ error: unreadable(row.fault), losesRows: true });
  return null;
}

const endless = (rows: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `A list has no end after ${rows} rows; it is not read further than ${MOST_ROWS}.`,
    retryable: false,
  });

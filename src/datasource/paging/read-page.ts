import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, Query, Transport } from '../contract/transport.ts';
import { parseReply, reasonOf } from './parse-reply.ts';

/** A row, read, or why it cannot be read. */
export type PageRow<Item> =
  | { readonly raw: unknown; readonly item: Item }
  | { readonly raw: unknown; readonly fault: string };

export interface Page<Item> {
  readonly rows: readonly PageRow<Item>[];
  readonly total: number | null;
  /** More rows than were asked for: the vendor does not page, this is the whole list. */
  readonly isWhole: boolean;
}

export interface PageReading<Item> {
  readonly transport: Transport;
  readonly listing: Listing<Item>;
  readonly scope: SourceScope;
  /** Whether an item never changes again. Absent: no item of this list changes. */
  readonly isSettled?: (item: Item) => boolean;
}

/** Asks for one slice of a listing. Throws `SourceError`. */
export async function readPage<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  extra: Query = [],
): Promise<Page<Item>> {
  const { transport, listing, scope } = reading;
  const query = [...(listing.query ?? []), ...extra, ...listing.pager.query(slice)];
  const keepAs = (body: unknown): KeepAs => howToKeep(reading, body);
  const reply = await transport.send({ path: listing.path, query, keepAs }, scope);
  const { rows, total } = parseReply(reply, listing.envelope);
  const isWhole = listing.pager.unpaged === true || rows.length > slice.limit;
  return { rows: readRows(listing, rows, Math.max(slice.limit, FEW_UNREADABLE)), total, isWhole };
}

const FEW_UNREADABLE = 100;

/**
 * Rows that cannot be read are told of one by one, up to as many as a page may have: of a body that is full of something
 * else each would cost more than a row that can be read.
 */
function readRows<Item>(
  listing: Listing<Item>,
  rows: readonly unknown[],
  mostUnreadable: number,
): PageRow<Item>[] {
  let unreadable = 0;
  return rows.map((raw) => {
    const row = readRow(listing, raw);
    if ('fault' in row && ++unreadable > mostUnreadable) throw notRows(row.fault);
    return row;
  });
}

const notRows = (fault: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `The vendor's answer is full of rows that cannot be read: ${fault}.`,
  });

function readRow<Item>(listing: Listing<Item>, raw: unknown): PageRow<Item> {
  try {
    return { raw, item: listing.read(raw) };
  } catch (cause) {
    return { raw, fault: reasonOf(cause) };
  }
}

function howToKeep<Item>({ listing, isSettled = always }: PageReading<Item>, body: unknown): KeepAs {
  const isOver = (row: PageRow<Item>): boolean => 'item' in row && isSettled(row.item);
  try {
    const { rows } = listing.envelope(body);
    return rows.every((raw) => isOver(readRow(listing, raw))) ? 'final' : 'changing';
  } catch {
    return 'nothing';
  }
}

const always = (): boolean => true;

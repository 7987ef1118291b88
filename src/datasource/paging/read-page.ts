import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, Query, Reply, Transport } from '../contract/transport.ts';
import type { Envelope } from '../wire/list-reader.ts';
import type { TellOddity } from '../wire/row-reader.ts';
import { ShapeError } from '../wire/shape-error.ts';

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
  const { rows, total } =
    reply.status === 204 ? NOTHING : parseReply(reply, (body) => rowsOf(listing, body, slice), scope.defects);
  if (reply.doubt !== undefined) scope.ledger.oddities.tell(reply.doubt, listing.path);
  const isWhole = listing.pager.unpaged === true || rows.length > slice.limit;
  return { rows: readRows(reading, rows, slice), total, isWhole };
}

/** 204 No Content is a list without rows. */
const NOTHING: Envelope = { rows: [], total: null };

/** Throws where rows are left out though the vendor counts some that must be on this very page. */
function rowsOf<Item>(listing: Listing<Item>, body: unknown, { from, after }: Slice): Envelope {
  const envelope = listing.envelope(body);
  const { leftOut, total } = envelope;
  if (leftOut !== undefined && after === null && total !== null && total > from)
    throw new ShapeError(`${leftOut}: is missing, though the vendor counts ${total}`);
  return envelope;
}

const FEW_UNREADABLE = 100;

/**
 * Rows that cannot be read are told of one by one, up to as many as a page may have: of a body that is full of something
 * else each would cost more than a row that can be read.
 */
function readRows<Item>(
  reading: PageReading<Item>,
  rows: readonly unknown[],
  { limit }: Slice,
): PageRow<Item>[] {
  const { listing, scope } = reading;
  let unreadable = 0;
  return rows.map((raw) => {
    // The row itself tells it apart: it may be read again at another place.
    const tell = (what: string): void =>
      scope.ledger.oddities.tell(what, `${listing.path} ${JSON.stringify(raw)}`);
    const row = readRow(reading, raw, tell);
    if ('fault' in row && ++unreadable > Math.max(limit, FEW_UNREADABLE)) throw notRows(row.fault);
    return row;
  });
}

const notRows = (fault: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `The vendor's answer is full of rows that cannot be read: ${fault}.`,
  });

function readRow<Item>({ listing, scope }: PageReading<Item>, raw: unknown, tell: TellOddity): PageRow<Item> {
  try {
    return { raw, item: listing.read(raw, tell) };
  } catch (cause) {
    return { raw, fault: reasonOf(cause, scope.defects) };
  }
}

function howToKeep<Item>({ listing, isSettled = always }: PageReading<Item>, body: unknown): KeepAs {
  const isOver = (raw: unknown): boolean => {
    try {
      return isSettled(listing.read(raw));
    } catch {
      return false;
    }
  };
  try {
    const { rows } = listing.envelope(body);
    return rows.every(isOver) ? 'final' : 'changing';
  } catch {
    return 'nothing';
  }
}

const always = (): boolean => true;

/** What `parse` makes of an answer's body; throws `SourceError` where the answer has another shape. */
export function parseReply<T>({ body, status }: Reply, parse: (body: unknown) => T, defects: Defects): T {
  try {
    return parse(body);
  } catch (cause) {
    const message = `The vendor's answer has an unexpected shape: ${reasonOf(cause, defects)}.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, upstreamStatus: status, cause });
  }
}

/** Why something cannot be read. What neither a schema nor a `ShapeError` says is a defect of the backend. */
export function reasonOf(cause: unknown, defects: Defects): string {
  const fault = cause instanceof SourceError ? cause.message : shapeFault(cause);
  if (fault === null) defects.tell(cause);
  return fault ?? 'the gateway itself fails to read it, and its log has the reason';
}

/** The place and the kind of the fault, never the value: a value can be a secret. `null`: it is no fault of the shape. */
export function shapeFault(cause: unknown): string | null {
  if (cause instanceof ShapeError) return cause.message;
  if (!(cause instanceof z.ZodError)) return null;
  return cause.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
    .join('; ');
}

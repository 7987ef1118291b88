import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, Query, Reply, Transport } from '../contract/transport.ts';
import { type Envelope, readEnvelope } from '../wire/list-reader.ts';
import type { TellOddity } from '../wire/row-reader.ts';
import { ShapeError } from '../wire/shape-error.ts';
import { stuck } from './unsteady.ts';

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
  const { pager } = reading.listing;
  if (pager.pagesOf !== undefined) return readPages(reading, slice, pager.pagesOf(slice), extra);
  const { rows, total, next } = await ask(reading, slice, [...extra, ...pager.query(slice)]);
  const behind = await readBehind(reading, slice, extra, next);
  const isWhole = pager.unpaged === true || rows.length > slice.limit;
  return { rows: readRows(reading, [...rows, ...behind], slice), total, isWhole };
}

/** A slice out of pages that have fixed places. */
async function readPages<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  pages: readonly Slice[],
  extra: Query,
): Promise<Page<Item>> {
  const rows: unknown[] = [];
  let total: number | null = null;
  for (const page of pages) {
    const answer = await ask(reading, page, [...extra, ...reading.listing.pager.query(page)]);
    rows.push(...answer.rows);
    total = answer.total;
    if (answer.rows.length > page.limit)
      return { rows: readRows(reading, answer.rows, page), total, isWhole: true };
    if (answer.rows.length < page.limit) break;
  }
  const first = slice.from - (pages[0]?.from ?? slice.from);
  return { rows: readRows(reading, rows.slice(first, first + slice.limit), slice), total, isWhole: false };
}

/** Most rows that are read of a list whose pages go by token. */
const LONGEST_BY_TOKEN = 10_000;

/** What stands behind the first page of a list whose pages go by token: all of it, for nobody can enter it in its middle. */
async function readBehind<Item>(
  reading: PageReading<Item>,
  asked: Slice,
  extra: Query,
  first: string | null | undefined,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
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

async function ask<Item>(reading: PageReading<Item>, slice: Slice, conditions: Query): Promise<Envelope> {
  const { transport, listing, scope } = reading;
  const query = [...(listing.query ?? []), ...conditions];
  const keepAs = (body: unknown): KeepAs => howToKeep(reading, body);
  const isReadable = (body: unknown): boolean => parses(body, (found) => envelopeOf(listing, found));
  const reply = await transport.send({ path: listing.path, query, keepAs, isReadable }, scope);
  if (reply.doubt !== undefined) scope.ledger.oddities.tell(reply.doubt, listing.path);
  return reply.status === 204
    ? NOTHING
    : parseReply(reply, (body) => rowsOf(listing, body, slice), scope.defects);
}

/** Whether `parse` makes anything of a body. */
export function parses(body: unknown, parse: (body: unknown) => unknown): boolean {
  try {
    parse(body);
    return true;
  } catch {
    return false;
  }
}

/** Throws `ZodError` or `ShapeError` where an answer has another shape than a listing's. */
export const envelopeOf = ({ envelope }: Pick<Listing<unknown>, 'envelope'>, body: unknown): Envelope =>
  typeof envelope === 'function' ? envelope(body) : readEnvelope(envelope, body);

/** 204 No Content is a list without rows. */
const NOTHING: Envelope = { rows: [], total: null };

/** Throws where rows are left out though the vendor counts some that must be on this very page. */
function rowsOf<Item>(listing: Listing<Item>, body: unknown, { from, after }: Slice): Envelope {
  const envelope = envelopeOf(listing, body);
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
    const { rows } = envelopeOf(listing, body);
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

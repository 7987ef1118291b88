import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Listing } from '../contract/backend-definition.ts';
import type { Slice } from '../contract/pager.ts';
import type { KeepAs, KeptReply, Query, Reply, Transport } from '../contract/transport.ts';
import { type Envelope, readEnvelope } from '../wire/list-reader.ts';
import { plainIssue } from '../wire/plain-issue.ts';
import { ShapeError } from '../wire/shape-error.ts';

/** A row, read, or why it cannot be read. */
export type PageRow<Item> =
  | { readonly raw: unknown; readonly item: Item }
  | { readonly raw: unknown; readonly fault: string };

export interface PageReading<Item> {
  readonly transport: Transport;
  readonly listing: Listing<Item>;
  readonly scope: SourceScope;
  /** Whether an item never changes again. Absent: no item of this list changes. */
  readonly isSettled?: (item: Item) => boolean;
}

export interface Answer<Item> extends Pick<Envelope, 'total' | 'next'> {
  readonly rows: readonly PageRow<Item>[];
}

/** 204 No Content, and 205 Reset Content, are a list without rows. */
const NOTHING: Answer<never> = { rows: [], total: null };

const NO_QUERY: Query = [];

/** Asks for a slice of a listing, in the words of its pager, and reads the rows of the answer. Throws `SourceError`. */
export async function ask<Item>(
  reading: PageReading<Item>,
  slice: Slice,
  extra: Query,
  place: Query,
): Promise<Answer<Item>> {
  const { transport, listing, scope } = reading;
  const query = [...(listing.query ?? NO_QUERY), ...extra, ...place];
  const keepAs = (reply: KeptReply): KeepAs => howToKeep(reading, reply, slice);
  const isReadable = (body: unknown): boolean => parses(body, (found) => envelopeOf(listing, found));
  const reply = await transport.send({ path: listing.path, query, keepAs, isReadable }, scope);
  if (reply.doubt !== undefined) scope.ledger.oddities.tell(reply.doubt, listing.path);
  if (reply.status === 204 || reply.status === 205) return NOTHING;
  const answer = parseReply(
    reply,
    () => answerOf(reading, readOnce(reply, listing, slice), slice),
    scope.defects,
  );
  scope.ledger.notes?.read(reply.asked, answer.rows.length);
  return answer;
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

/** A row as it is read for all who share its answer. */
type ReadRow<Item> =
  | { readonly raw: unknown; readonly item: Item; readonly oddities: readonly string[] }
  | { readonly raw: unknown; readonly cause: unknown };

interface ReadAnswer<Item> extends Pick<Envelope, 'total' | 'leftOut'> {
  readonly read: readonly ReadRow<Item>[];
  /** The same for all who share it; `null`: each is told what is odd of its rows. */
  readonly sound: Answer<Item> | null;
  readonly next: string | null | undefined;
}

/** The rows of an answer, read once for all who share it as the same listing; nobody may change them. */
function readOnce<Item>(reply: KeptReply, listing: Listing<Item>, { limit }: Slice): ReadAnswer<Item> {
  // Of one listing all rows are of one kind.
  if (reply.reading?.way === listing) return reply.reading.outcome as ReadAnswer<Item>;
  const { rows, total, next, leftOut } = envelopeOf(listing, reply.body);
  const read = readRows(listing, rows, limit);
  const sound = areSound(read) ? answerWith(read, total, next) : null;
  const outcome: ReadAnswer<Item> = { read, sound, total, next, ...(leftOut !== undefined && { leftOut }) };
  reply.reading = { way: listing, outcome };
  return outcome;
}

function answerWith<Item>(
  rows: readonly PageRow<Item>[],
  total: number | null,
  next: string | null | undefined,
): Answer<Item> {
  return next === undefined ? { rows, total } : { rows, total, next };
}

type SoundRow<Item> = Extract<ReadRow<Item>, { readonly item: Item }>;

function areSound<Item>(rows: readonly ReadRow<Item>[]): rows is readonly SoundRow<Item>[] {
  for (const row of rows) if ('cause' in row || row.oddities !== SOUND) return false;
  return true;
}

const FEW_UNREADABLE = 100;

const SOUND: readonly string[] = [];

/**
 * Rows that cannot be read are told of one by one, up to as many as a page may have: of a body that is full of something
 * else each would cost more than a row that can be read.
 */
function readRows<Item>(listing: Listing<Item>, rows: readonly unknown[], limit: number): ReadRow<Item>[] {
  let left = Math.max(limit, FEW_UNREADABLE);
  let oddities = SOUND;
  const tell = (what: string): void => {
    oddities = [...oddities, what];
  };
  const read: ReadRow<Item>[] = [];
  for (const raw of rows) {
    oddities = SOUND;
    try {
      const item = listing.read(raw, tell);
      read.push({ raw, item, oddities });
    } catch (cause) {
      if (--left < 0) throw noRows(cause);
      read.push({ raw, cause });
    }
  }
  return read;
}

/** What no shape explains stays as it is: it is a defect. */
function noRows(cause: unknown): unknown {
  const fault = shapeFault(cause);
  return fault === null ? cause : new ShapeError(`full of rows that cannot be read: ${fault}`);
}

/** Throws where rows are left out though the vendor counts some that must be on this very page. */
function answerOf<Item>(
  { listing, scope }: PageReading<Item>,
  { read, sound, total, next, leftOut }: ReadAnswer<Item>,
  { from, after }: Slice,
): Answer<Item> {
  if (leftOut !== undefined && after === null && total !== null && total > from)
    throw new ShapeError(`${leftOut}: is missing, though the vendor counts ${total}`);
  if (sound !== null) return sound;
  const rows = read.map((row): PageRow<Item> => {
    if ('cause' in row) return { raw: row.raw, fault: reasonOf(row.cause, scope.defects) };
    if (row.oddities === SOUND) return row;
    // The row itself tells it apart: it may be read again at another place.
    const where = `${listing.path} ${JSON.stringify(row.raw)}`;
    for (const what of row.oddities) scope.ledger.oddities.tell(what, where);
    return row;
  });
  return answerWith(rows, total, next);
}

function howToKeep<Item>(
  { listing, isSettled = always }: PageReading<Item>,
  reply: KeptReply,
  slice: Slice,
): KeepAs {
  try {
    const { read } = readOnce(reply, listing, slice);
    return read.every((row) => 'item' in row && isSettled(row.item)) ? 'final' : 'changing';
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
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${plainIssue(issue)}`)
    .join('; ');
}

/** `fault` names the place and the kind of what is wrong, never a value. */
export const unreadable = (fault: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `A row of the vendor’s answer cannot be read and is left out: ${fault}.`,
    retryable: false,
  });

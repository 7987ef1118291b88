import { z } from 'zod';
import { SourceError } from '../model/source-error.ts';
import type { Envelope, Listing } from './contract.ts';
import type { Slice } from './pager.ts';
import type { Query, ReadContext, Transport } from './transport.ts';

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

/** Asks for one slice of a listing. Throws `SourceError`. */
export async function readPage<Item>(
  transport: Transport,
  listing: Listing<Item>,
  slice: Slice,
  extra: Query,
  context: ReadContext,
): Promise<Page<Item>> {
  const query = [...(listing.query ?? []), ...extra, ...listing.pager.query(slice)];
  const reply = await transport.send({ path: listing.path, query }, context);
  const { rows, total } = openEnvelope(listing, reply.body, reply.status);
  const isWhole = listing.pager.unpaged === true || rows.length > slice.limit;
  return { rows: rows.map((raw) => readRow(listing, raw)), total, isWhole };
}

function openEnvelope<Item>(listing: Listing<Item>, body: unknown, status: number): Envelope {
  try {
    return listing.envelope(body);
  } catch (cause) {
    const message = `The vendor's answer has an unexpected shape: ${reasonOf(cause)}.`;
    throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, upstreamStatus: status, cause });
  }
}

function readRow<Item>(listing: Listing<Item>, raw: unknown): PageRow<Item> {
  try {
    return { raw, item: listing.read(raw) };
  } catch (cause) {
    return { raw, fault: reasonOf(cause) };
  }
}

/** Names the place and the kind of the fault, never the value: a value can be a secret. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return cause instanceof Error ? cause.message : 'unreadable';
  return cause.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
    .join('; ');
}

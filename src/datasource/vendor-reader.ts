import { SourceError } from '../model/source-error.ts';
import type { Listing, VendorReader } from './contract.ts';
import { endsList } from './ends-list.ts';
import type { Note } from './note.ts';
import { type Page, readPage } from './read-page.ts';
import type { ReadContext, Transport } from './transport.ts';

const PAGE_ROWS = 1_000;

/** Reads for discovery and for lists that are fetched whole; a row that cannot be read is noted, not dropped silently. */
export function createVendorReader(
  transport: Transport,
  context: ReadContext,
  note: (note: Note) => void,
): VendorReader {
  return {
    list: (listing) => readList(transport, listing, context, note),
    get: async (request) => (await transport.send(request, context)).body,
  };
}

/** Every row of a listing. A page that brings nothing new ends it, so that paging which does not advance ends too. */
export async function readList<Item>(
  transport: Transport,
  listing: Listing<Item>,
  context: ReadContext,
  note: (note: Note) => void,
): Promise<Item[]> {
  const limit = Math.min(PAGE_ROWS, listing.pager.maxPageSize);
  const found = new Map<string, Item | null>();
  for (let from = 0; ; ) {
    const page = await readPage(transport, listing, { from, limit, after: null }, [], context);
    const before = found.size;
    for (const row of page.rows) found.set(JSON.stringify(row.raw), itemOf(row, note));
    const isEnd = endsList({ rows: page.rows.length, asked: limit, from, total: page.total });
    from += page.rows.length;
    if (page.isWhole || isEnd === true || found.size === before) {
      return [...found.values()].filter((item) => item !== null);
    }
  }
}

function itemOf<Item>(row: Page<Item>['rows'][number], note: (note: Note) => void): Item | null {
  if ('item' in row) return row.item;
  note({ error: unreadable(row.fault), losesRows: true });
  return null;
}

export const unreadable = (fault: string): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `A row of the vendor’s answer cannot be read and is left out: ${fault}.`,
    retryable: false,
  });

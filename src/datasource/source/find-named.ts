import type { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { NameLookup, OriginFields } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { readList } from '../paging/vendor-reader.ts';
import { askApart, chunks } from './ask-apart.ts';

/**
 * What the vendor tells of things that rows only refer to, asked in bulk. One answer per id, in the ids' order; `null`: the
 * vendor has no such thing; a failure is a value.
 */
export async function findNamed(
  transport: Transport,
  lookup: NameLookup,
  ids: readonly string[],
  scope: SourceScope,
): Promise<readonly (OriginFields | null | SourceError)[]> {
  const parts = chunks(ids, lookup.max).map((part) =>
    askApart(part, (some) => readNamed(transport, lookup, some, scope), scope.defects),
  );
  return (await Promise.all(parts)).flat();
}

/** One that may stand in a row that cannot be read is a failure. */
async function readNamed(
  transport: Transport,
  { listing }: NameLookup,
  ids: readonly string[],
  scope: SourceScope,
): Promise<readonly (OriginFields | null | SourceError)[]> {
  const notes: Note[] = [];
  const rows = await readList(transport, listing(ids), scope, (note) => notes.push(note), {
    most: ids.length,
  });
  const found = new Map(rows.map((row) => [row.nativeId, row]));
  const unread = notes.find(({ losesRows }) => losesRows)?.error ?? null;
  return ids.map((id) => found.get(id) ?? unread);
}

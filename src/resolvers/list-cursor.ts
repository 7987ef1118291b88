import type { CursorSigner } from '../connection/cursor/cursor-codec.ts';
import { invalidCursor } from '../connection/cursor/cursor-error.ts';

/** Place of an item in a list that is read in order: where it stood, and its id, which decides. */
export interface ListPlace {
  readonly index: number;
  readonly id: string;
}

/** `list` names the list: a cursor is good for no other. */
export const listCursor = (signer: CursorSigner, list: string, place: ListPlace): string =>
  signer.sign(Buffer.from(JSON.stringify(['list', list, place.index, place.id])));

/** `null`: no cursor is given. Throws `CursorError`. */
export function readListCursor(
  signer: CursorSigner,
  list: string,
  cursor: string | null | undefined,
  argument: 'after' | 'before' = 'after',
): ListPlace | null {
  if (cursor === null || cursor === undefined) return null;
  const payload = signer.verify(cursor);
  const [kind, of, index, id] = payload === null ? [] : parse(payload);
  const isGood = kind === 'list' && of === list && typeof index === 'number' && typeof id === 'string';
  if (!isGood) throw invalidCursor(argument);
  return { index, id };
}

function parse(payload: Buffer): unknown[] {
  try {
    const parts: unknown = JSON.parse(payload.toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

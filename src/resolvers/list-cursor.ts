import { invalidCursor } from '../connection/cursor-error.ts';
import type { Seal } from '../connection/seal.ts';

/** Place of an item in a list that is read in order: where it stood, and its id, which decides. */
export interface ListPlace {
  readonly index: number;
  readonly id: string;
}

/** `scope` names the list: a cursor is good for no other. */
export const listCursor = (seal: Seal, scope: string, place: ListPlace): string =>
  seal.close(Buffer.from(JSON.stringify(['list', scope, place.index, place.id])));

/** `null`: no cursor is given. Throws `CursorError`. */
export function readListCursor(
  seal: Seal,
  scope: string,
  cursor: string | null | undefined,
): ListPlace | null {
  if (cursor === null || cursor === undefined) return null;
  const payload = seal.open(cursor);
  const [kind, of, index, id] = payload === null ? [] : parse(payload);
  const isGood = kind === 'list' && of === scope && typeof index === 'number' && typeof id === 'string';
  if (!isGood) throw invalidCursor('after');
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

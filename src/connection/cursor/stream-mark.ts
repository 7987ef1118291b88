import { createHash } from 'node:crypto';

const MARK_BYTES = 6;
const MAX_KEPT = 10_000;
const kept = new Map<string, string>();

/** A short name for a stream or a source in a cursor: six bytes, written in base64url. */
export function streamMark(id: string): string {
  const known = kept.get(id);
  if (known !== undefined) return known;
  if (kept.size >= MAX_KEPT) kept.clear();
  const mark = createHash('sha256').update(id).digest().subarray(0, MARK_BYTES).toString('base64url');
  kept.set(id, mark);
  return mark;
}

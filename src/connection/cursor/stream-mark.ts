import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const MARK_BYTES = 6;
const kept = new LRUCache<string, string>({ max: 10_000 });

/** A short name for a stream or a source in a cursor: six bytes, written in base64url. */
export function streamMark(id: string): string {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const mark = createHash('sha256').update(id).digest().subarray(0, MARK_BYTES).toString('base64url');
  kept.set(id, mark);
  return mark;
}

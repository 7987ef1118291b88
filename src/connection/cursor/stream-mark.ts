import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const MARK_BYTES = 5;
const kept = new LRUCache<string, number>({ max: 10_000 });

/** A short name for a stream in a cursor: 40 bits, of which two streams of thousands hardly ever share all. */
export function streamMark(id: string): number {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const mark = createHash('sha256').update(id).digest().readUIntBE(0, MARK_BYTES);
  kept.set(id, mark);
  return mark;
}

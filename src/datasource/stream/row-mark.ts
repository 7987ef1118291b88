import type { PlacedRow } from '../paging/placed-row.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A short name for a row in a cursor: 32 bits (FNV-1a), which tell one row from its neighbours. */
export function rowMark({ identity }: PlacedRow): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < identity.length; at++) hash = Math.imul(hash ^ identity.charCodeAt(at), FNV_PRIME);
  return hash >>> 0;
}

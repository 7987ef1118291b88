import { endOf, type ListPage, type PagewiseList } from './list-page.ts';
import type { PlacedRow, Rank } from './row-order.ts';

export interface Wanted {
  /** How many rows in all. */
  readonly limit: number;
  /** The walk has passed rows of a lower rank: which of them come does not matter. */
  readonly settled: Rank;
}

/** A page is joined from so many at most. */
export const MOST_PIECES = 4;

/**
 * A page that the vendor cut, with the rows behind it: a vendor may never give rows from both sides of some place at once, for
 * they lie on two of its shards. What joins them is that the last row of the page, and then the first of those behind it,
 * still stand where they stood once both have come: a list that has moved in between, and back, shows another row at one of
 * the two places. Only one that moves to and fro in step with all four requests would deceive. Where the rows do not stand
 * still, or those on the two sides are of one instant, so that they may change places, the page is left as it is.
 */
export async function joinPages(list: PagewiseList, page: ListPage, wanted: Wanted): Promise<ListPage> {
  let joined = page;
  for (let i = 1; i < MOST_PIECES && joined.isTail === null && joined.places < wanted.limit; i++) {
    const behind = await nextPiece(list, joined, wanted);
    if (behind === null) break;
    if (behind.places === 0) return { ...joined, isFollowedByNone: true };
    joined = {
      rows: [...joined.rows, ...behind.rows],
      from: joined.from,
      places: joined.places + behind.places,
      isTail: behind.isTail,
      total: behind.total,
    };
  }
  return joined;
}

/** `null`: it does not fit. */
async function nextPiece(
  list: PagewiseList,
  page: ListPage,
  { limit, settled }: Wanted,
): Promise<ListPage | null> {
  const end = endOf(page);
  const joint = page.rows.at(-1);
  if (joint?.index !== end - 1 || list.isKnownEnd(page)) return null;
  const behind = await list.page(end, limit - page.places, true);
  if (behind.places === 0) return behind;
  const [next] = behind.rows;
  const isNext = behind.from === end && next?.index === end;
  if (!isNext || repeats(page, behind, settled)) return null;
  if (joint.rank < settled && next.rank < settled) return behind;
  if (next.rank === joint.rank) return null;
  return (await areStill(list, joint, tieOf(behind.rows), settled)) ? behind : null;
}

/** Rows of one instant, at the head of others. */
function tieOf(rows: readonly PlacedRow[]): readonly PlacedRow[] {
  const end = rows.findIndex(({ rank }) => rank !== rows[0]?.rank);
  return end < 0 ? rows : rows.slice(0, end);
}

/**
 * Whether a row, and those of one instant behind it, stand where they stood: at best one page shows it by itself. What the
 * walk has passed may change places.
 */
async function areStill(
  list: PagewiseList,
  joint: PlacedRow,
  behind: readonly PlacedRow[],
  settled: Rank,
): Promise<boolean> {
  const limit = behind.length + 1;
  const [first, ...rest] = (await list.page(joint.index, limit + 1, true)).rows;
  if (first === undefined || !areSame([joint], [first], settled)) return false;
  const now = rest.length > 0 ? rest : (await list.page(joint.index + 1, limit, true)).rows;
  return areSame(behind, tieOf(now), settled);
}

function areSame(some: readonly PlacedRow[], others: readonly PlacedRow[], settled: Rank): boolean {
  if ([some, others].every(([row]) => row !== undefined && row.rank < settled)) return true;
  const known = new Set(some.map(({ identity }) => identity));
  return others.length === known.size && others.every(({ identity }) => known.has(identity));
}

function repeats({ rows }: ListPage, behind: ListPage, settled: Rank): boolean {
  const known = new Set(rows.map(({ identity }) => identity));
  return behind.rows.some(({ identity, rank }) => rank >= settled && known.has(identity));
}

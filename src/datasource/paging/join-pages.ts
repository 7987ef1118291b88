import { endOf, type ListPage, type PagewiseList } from './list-page.ts';
import type { Rank } from './row-order.ts';

export interface Wanted {
  /** How many rows in all. */
  readonly limit: number;
  /** The walk has passed rows of a lower rank: which of them come does not matter. */
  readonly settled: Rank;
}

const MOST_PIECES = 4;

/**
 * A page that the vendor cut, with the rows behind it: a vendor may never give rows from both sides of some place at once, for
 * they lie on two of its shards. What joins them is that the last row of the page still stands where it stood once those
 * behind it have come. Where it does not, or is of one instant with the next, so that they may change places, the page is left
 * as it is.
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
  const isPassed = joint.rank < settled;
  const [next] = behind.rows;
  const isNext = behind.from === end && next?.index === end && (isPassed || next.rank !== joint.rank);
  if (!isNext || repeats(page, behind, settled)) return null;
  const [again] = (await list.page(joint.index, 1, true)).rows;
  const stands =
    again?.identity === joint.identity || (isPassed && again !== undefined && again.rank < settled);
  return stands ? behind : null;
}

function repeats({ rows }: ListPage, behind: ListPage, settled: Rank): boolean {
  const known = new Set(rows.map(({ identity }) => identity));
  return behind.rows.some(({ identity, rank }) => rank >= settled && known.has(identity));
}

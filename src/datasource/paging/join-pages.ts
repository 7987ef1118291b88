import type { ListPage, PagewiseList } from './walk-window.ts';

const MOST_PIECES = 4;

/**
 * A page that the vendor cut, with the rows behind it, up to `limit` rows in all: a vendor may never give rows from both sides
 * of some place at once, for they lie on two of its shards. What joins them is that the last row of the page still stands where
 * it stood once those behind it have come. Where it does not, or is of one instant with the next, so that they may change
 * places, the page is left as it is.
 */
export async function joinPages(list: PagewiseList, page: ListPage, limit: number): Promise<ListPage> {
  let joined = page;
  for (let pieces = 1; pieces < MOST_PIECES && joined.isTail === null && joined.places < limit; pieces++) {
    const behind = await nextPiece(list, joined, limit - joined.places);
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
async function nextPiece(list: PagewiseList, page: ListPage, limit: number): Promise<ListPage | null> {
  const end = page.from + page.places;
  const joint = page.rows.at(-1);
  if (joint?.index !== end - 1 || list.isKnownEnd(page)) return null;
  const behind = await list.page(end, limit, true);
  if (behind.places === 0) return behind;
  const isNext = behind.from === end && behind.rows[0]?.index === end && behind.rows[0].rank !== joint.rank;
  if (!isNext || repeats(page, behind)) return null;
  const again = await list.page(joint.index, 1, true);
  return again.rows[0]?.identity === joint.identity ? behind : null;
}

function repeats({ rows }: ListPage, behind: ListPage): boolean {
  const known = new Set(rows.map(({ identity }) => identity));
  return behind.rows.some(({ identity }) => known.has(identity));
}

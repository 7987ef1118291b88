import { countStill } from './count-still.ts';
import { joinsUntil } from './joins-until.ts';
import { answersOf, endOf, type ListPage, type PagewiseList } from './list-page.ts';
import type { Rank } from './row-order.ts';

export interface Wanted {
  /** How many rows in all. */
  readonly limit: number;
  /** The walk has passed rows of a lower rank: which of them come does not matter. */
  readonly settled: Rank;
  /** Of how many pages; default: `MOST_PIECES`. */
  readonly most?: number;
  /** Asked once a page has come: whether it shows that the list is better read in another way. Then none are joined. */
  readonly isInVain?: () => boolean;
}

/** So many pages are joined at most: where the list changes meanwhile, some of them were read in vain. */
export const MOST_PIECES = 16;

/**
 * A page that the vendor cut, with the rows behind it: a vendor may never give rows from both sides of some place at once, for
 * they lie on two of its shards. All are read, one after the other, and then looked at once more. What does not stand still is
 * not joined, nor are rows of one instant on two sides, for they may change places. Where time is short, fewer are joined.
 */
export async function joinPages(
  list: PagewiseList,
  page: ListPage,
  { limit, settled, most = MOST_PIECES, isInVain = () => false }: Wanted,
): Promise<ListPage> {
  const pieces = [page];
  const until = joinsUntil(list);
  let all = page;
  while (pieces.length < most && all.places < limit && mayGoOn(list, all) && Date.now() < until) {
    const behind = await list.page(endOf(all), limit - all.places, true);
    if (isInVain()) return page;
    if (!fits(all, behind, settled)) break;
    all = joined(all, behind);
    if (behind.places === 0) break;
    pieces.push(behind);
  }
  const still = await countStill(list, pieces, settled);
  return still === pieces.length ? all : pieces.slice(0, still).reduce(joined);
}

const mayGoOn = (list: PagewiseList, page: ListPage): boolean =>
  page.isTail === null && page.rows.at(-1)?.index === endOf(page) - 1 && !list.isKnownEnd(page);

/** Whether what stands behind a page follows it, as far as the rows themselves tell. */
export function fits({ rows, from, places }: ListPage, behind: ListPage, settled: Rank): boolean {
  if (behind.from !== from + places) return false;
  if (behind.places === 0) return true;
  const [joint, next] = [rows.at(-1), behind.rows[0]];
  if (joint === undefined || joint.index + 1 !== behind.from || next?.index !== behind.from) return false;
  const known = new Set(rows.map(({ identity }) => identity));
  if (behind.rows.some(({ identity, rank }) => rank >= settled && known.has(identity))) return false;
  return next.rank !== joint.rank || joint.rank < settled;
}

/** Two pages that stand side by side as one. */
export function joined(page: ListPage, behind: ListPage): ListPage {
  if (behind.places === 0) return { ...page, isFollowedByNone: true };
  const { from, places, rows } = page;
  const { isTail, total } = behind;
  const answers = [...answersOf(page), ...answersOf(behind)];
  return { rows: [...rows, ...behind.rows], from, places: places + behind.places, isTail, total, answers };
}

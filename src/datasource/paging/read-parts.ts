import { countStill } from './count-still.ts';
import { fits, joined, MOST_PIECES } from './join-pages.ts';
import { joinsUntil } from './joins-until.ts';
import { endOf, isCutToFew, type ListPage, type PagewiseList } from './list-page.ts';
import type { Rank } from './row-order.ts';

interface PartsWanted {
  /** The last place, and how many in all. */
  readonly to: number;
  readonly limit: number;
  /** In so many parts. */
  readonly most?: number;
  /** The walk has passed rows of a lower rank. */
  readonly settled: Rank;
}

export interface PartsRead {
  readonly page: ListPage;
  /** The list ends with it. */
  readonly isEnd: boolean;
  /** What stands before it does not join it: no more can be had at once. */
  readonly isBroken: boolean;
}

/**
 * Up to a place, a list whose pages are known to end at fixed places, or to have a few rows each: part by part, and down the
 * list, so that what cannot be joined costs nothing beyond it. Each page may go on to the end, which shows when parts are not as
 * they were thought to be; `null`: that is so.
 */
export async function readParts(list: PagewiseList, wanted: PartsWanted): Promise<PartsRead | null> {
  const { to, limit, most = MOST_PIECES, settled } = wanted;
  const { size } = list.parts;
  const isCapped = isCutToFew(list);
  const last = await lastPart(list, to, limit);
  const isEnd = endOf(last) <= to;
  if (last.places === 0 || (isEnd && (await list.reaches(last, settled)))) return null;
  const pieces = [last];
  const until = joinsUntil(list);
  let [all, isBroken] = [last, false];
  while (pieces.length < most && all.places < limit && all.from > 0 && !isBroken && Date.now() < until) {
    const before = await pageTo(list, all.from - 1, limit - all.places, endOf(last) - 1);
    if (endOf(before) === endOf(last)) {
      // Rows may have come at the head since, and pushed the last one beyond it.
      const isStillEnd = isEnd && !(await list.reaches(before, settled));
      return { page: before, isEnd: isStillEnd, isBroken: false };
    }
    if (!isCapped && list.parts.size !== size) return null;
    isBroken = !fits(before, all, settled);
    if (isBroken) break;
    pieces.push(before);
    all = joined(before, all);
  }
  const still = await countStill(list, pieces, settled);
  const page = pieces.slice(0, still).reduce((behind, before) => joined(before, behind));
  return { page, isEnd, isBroken: isBroken || still < pieces.length };
}

/** Of parts behind the end of a list so many are asked for. */
const MOST_EMPTY = 3;

/** The part with the last row up to a place. */
async function lastPart(list: PagewiseList, to: number, limit: number): Promise<ListPage> {
  let part = await pageTo(list, to, limit);
  for (let i = 1; i < MOST_EMPTY && part.places === 0 && part.from > 0; i++) {
    const before = await pageTo(list, part.from - 1, limit);
    const isNext = before.places > 0 && endOf(before) === part.from;
    part = isNext ? { ...joined(before, part), isBehindOlder: true } : before;
  }
  return part;
}

/** From where the part of a place begins, or so many places before that one as come at once. */
function pageTo(list: PagewiseList, place: number, limit: number, to = place): Promise<ListPage> {
  const begin = isCutToFew(list) ? place - list.cap.rows + 1 : list.parts.beginOf(place);
  const from = Math.max(0, begin, place - limit + 1);
  return list.page(from, to - from + 1, true);
}

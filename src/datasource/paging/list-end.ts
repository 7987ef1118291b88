import type { Slice } from '../contract/pager.ts';
import { MOST_PIECES } from './join-pages.ts';
import { endOf, FAR, type ListPage } from './list-page.ts';
import type { Page, TotalsTrust } from './read-page.ts';
import type { KeyedJob, PlacedRow, Rank } from './row-order.ts';

/** What the end of a list is found out with. */
export interface EndReader {
  readonly maxPageSize: number;
  readonly trust: TotalsTrust;
  /** The vendor has given rows and no count: to ask for it once more would be in vain. */
  readonly isUncounted: boolean;
  /** `counts`: where the count must be asked for, it is. */
  fetch(slice: Slice, counts?: boolean): Promise<Page<KeyedJob>>;
  rankOf(row: KeyedJob): Rank;
}

/** Asked for behind the last row of a list: a page that is cut short hardly ends with that very row. */
const ROWS_BEHIND = 10;
/** So many rows tell of an end as well as more would, where they do not come with those before them. */
const LAST_ROWS = 10;

/**
 * Of the last rows of a page. `end`: the vendor counts no more. `still`: they stand where they stood. `moved`: there are others
 * now. `fewer`: there are not.
 */
type Standing = 'end' | 'still' | 'moved' | 'fewer';

/**
 * Whether a list ends with a page that came shorter than was asked for. Two such pages that end with the same row prove nothing:
 * a vendor may never give rows of two of its shards at once. The place behind the page is asked for, or the vendor's count.
 */
export class ListEnd {
  readonly #list: EndReader;
  /** Of the last instant, all rows that stood at the end when it was proven; `null`: it was not, or not all are known. */
  #last: ReadonlySet<string> | null = null;

  constructor(list: EndReader) {
    this.#list = list;
  }

  /**
   * Whether a row stands behind a page that reaches a rank. A vendor that gives its whole list, or its only row, whatever is
   * asked for has nothing behind it.
   */
  async isBefore(page: ListPage, rank: Rank): Promise<boolean> {
    if (this.isKnown(page)) return false;
    const goesOn = await this.#goesOn(page, rank);
    if (!goesOn) this.#remember(page);
    return goesOn;
  }

  /** What stands behind all rows that stood at the end has come since: it was not there when the list began to be read. */
  isKnown({ rows }: ListPage): boolean {
    const end = rows.at(-1);
    if (this.#last === null || end === undefined || !this.#last.has(end.identity)) return false;
    return this.#last.isSubsetOf(new Set(rows.map(({ identity }) => identity)));
  }

  #remember({ rows, from }: ListPage): void {
    const end = rows.at(-1)?.rank;
    const last = rows.filter(({ rank }) => rank === end);
    const areAll = from === 0 || last.length < rows.length;
    if (areAll) this.#last = new Set(last.map(({ identity }) => identity));
  }

  async #goesOn(page: ListPage, rank: Rank): Promise<boolean> {
    if (page.isFollowedByNone === true) return !(await this.#isEnd(page, rank));
    const standing = this.#mayBeCounted(page) ? await this.#standing(page, rank) : 'still';
    if (standing === 'end' || standing === 'moved') return standing === 'moved';
    const known = new Set(page.rows.map(({ job }) => job.nativeId));
    const isOnlyRow = known.size === 1 && page.places === 1;
    const index = endOf(page);
    for (const at of [index, index + FAR]) {
      const behind = await this.#list.fetch({ from: at, limit: 1, after: null }, true);
      // A row that stood there has changed places with another of its instant, or was pushed there.
      if (behind.rows.length === 0) return at > index || !(await this.#isEnd(page, rank));
      const isKnown = behind.rows.every((row) => 'item' in row && known.has(row.item.job.nativeId));
      if (behind.isWhole && isKnown) return false;
      if (!isOnlyRow || !isKnown) return true;
    }
    return false;
  }

  /**
   * The last rows may come with a count that tells the end: of all rows it says nothing as long as it may be that of a page, and
   * that shows behind the page as well.
   */
  #mayBeCounted(page: ListPage): boolean {
    const { isUncounted, trust } = this.#list;
    return (
      !isUncounted && !trust.countsPages && (trust.countsLists || (page.total === null && lookFrom(page) > 0))
    );
  }

  /**
   * An empty place behind a page proves nothing by itself: had rows been deleted since the page was read, others that stood
   * behind it would have moved up into it. So the last rows must still be the last; and where a page may have been cut just
   * behind them, the place must still be empty then, else rows may have come at the head and moved them back. The rows and the
   * place are asked for by turns: one move of the list, and another one back, would else deceive.
   */
  async #isEnd(page: ListPage, rank: Rank): Promise<boolean> {
    const isCounted = this.#list.trust.countsLists && page.total === endOf(page);
    if (isCounted) return true;
    const isOlder = page.isBehindOlder === true;
    if (isOlder && !(await this.#isFree(endOf(page)))) return false;
    const standing = await this.#standing(page, rank);
    if (standing !== 'still') return standing === 'end';
    return isOlder || this.#isFree(endOf(page));
  }

  async #isFree(place: number): Promise<boolean> {
    return (await this.#list.fetch({ from: place, limit: 1, after: null })).rows.length === 0;
  }

  /** Asks for the last rows of a page again, with room behind them. */
  async #standing(page: ListPage, rank: Rank): Promise<Standing> {
    const { maxPageSize, trust } = this.#list;
    const end = endOf(page);
    const [first] = page.rows;
    const begin = lookFrom(page);
    let from = begin;
    const look = (): Promise<Page<KeyedJob>> =>
      this.#list.fetch({ from, limit: Math.min(end - from + ROWS_BEHIND, maxPageSize), after: null }, true);
    let now = await look();
    // A page that was joined from several is never given at once: of these the last one tells, and none in their midst.
    for (let i = 1; i < MOST_PIECES && now.rows.length > 0 && from + now.rows.length < end; i++) {
      from = Math.max(from + now.rows.length, end - LAST_ROWS);
      now = await look();
    }
    const known = new Set(page.rows.map(({ job }) => job.nativeId));
    const mayBe = (found: Rank): boolean =>
      found < rank || (page.from > 0 && begin === page.from && found === first?.rank);
    const areKnown = now.rows.every(
      (row) => !('item' in row) || known.has(row.item.job.nativeId) || mayBe(this.#list.rankOf(row.item)),
    );
    if (!areKnown) return 'moved';
    // Of a page that was read in pieces, the last piece may be of rows that stood before its end.
    if (now.rows.length !== end - from || (from !== begin && !endsAlike(page, now))) return 'fewer';
    return now.total === end && (from > 0 || trust.countsLists) ? 'end' : 'still';
  }
}

/** Rows of the instant with which a page begins may have begun before it, and change places with those. */
const lookFrom = ({ rows, from }: ListPage): number =>
  rows.find(({ rank }) => rank !== rows[0]?.rank)?.index ?? from;

/** Whether rows end with one of the last instant of a page, or with one that cannot be read. */
function endsAlike({ rows }: ListPage, now: Page<KeyedJob>): boolean {
  const [end, last] = [rows.at(-1), now.rows.at(-1)];
  const isOfEnd = ({ rank, job }: PlacedRow, nativeId: string): boolean =>
    rank === end?.rank && job.nativeId === nativeId;
  if (last === undefined || !('item' in last)) return true;
  return rows.some((row) => isOfEnd(row, last.item.job.nativeId));
}

import { FAR, type ListPage } from './list-page.ts';
import type { Page } from './read-page.ts';
import type { KeyedJob } from './row-order.ts';
import { stuck, unsteady } from './unsteady.ts';

const MOST_REPEATS = 3;
/** Whoever reads a list comes back to one page several times in a row, but not so often. */
const MOST_RETURNS = 20;
/**
 * No list has so many rows. A search may come there where rows stand wherever it looks; not much further on, numbers do not tell one
 * place from the next.
 */
const MOST_PLACES = 1e12;

/** Notices a vendor that gives the same rows wherever a page begins: it would be asked for ever. */
export class PagingAdvance {
  readonly #rowsFrom: (from: number, limit: number) => Promise<Page<KeyedJob>>;
  /** The page before, and how often it came where another one was asked for. */
  #last: ListPage | null = null;
  #repeats = 0;
  /** How often the same rows came at the same place. */
  #returns = 0;

  constructor(rowsFrom: (from: number, limit: number) => Promise<Page<KeyedJob>>) {
    this.#rowsFrom = rowsFrom;
  }

  /** `null`: nothing has been read. */
  get last(): ListPage | null {
    return this.#last;
  }

  learn(page: ListPage): void {
    const last = this.#last;
    this.#last = page;
    if (last === null || !beginsLike(page, last)) this.#repeats = 0;
    else if (page.from !== last.from) this.#repeats += 1;
    this.#returns = last !== null && isSame(page, last) ? this.#returns + 1 : 0;
  }

  /**
   * Rows that came for two places, or too often for one. They are looked for at the next place and far away: if they come there
   * too, paging does not advance. Nor does it with a vendor that goes to the multiple of some number: far away it gives others, but
   * the same ones here and at the next place, by turns, and no list moves to and fro in step with all that. Else the list has moved,
   * or rows of one instant have changed places; that is bounded as well. Throws `SourceError`.
   */
  async check(page: ListPage, last: ListPage): Promise<void> {
    if (page.places > 0 && page.from > MOST_PLACES) throw stuck();
    const isTooOften = this.#repeats >= MOST_REPEATS || this.#returns >= MOST_RETURNS;
    if (!isTooOften && !this.#isDoubtful(page, last)) return;
    const { from } = last;
    if (await this.#comeAt([from + 1], last)) {
      if (await this.#comeAt([from + FAR], last)) throw stuck();
      if (await this.#comeAt([from, from + 1, from], last)) throw stuck();
    }
    if (isTooOften) throw unsteady();
  }

  #isDoubtful(page: ListPage, last: ListPage): boolean {
    const ranks = new Set(page.rows.slice(0, last.rows.length).map(({ rank }) => rank));
    return page.from !== last.from && ranks.size > 1 && beginsLike(page, last);
  }

  /** Whether these rows come from each of those places on, asked for one after the other. */
  async #comeAt(places: readonly number[], last: ListPage): Promise<boolean> {
    for (const place of places) if (!(await this.#givesAt(place, last))) return false;
    return true;
  }

  async #givesAt(place: number, last: ListPage): Promise<boolean> {
    const { rows } = await this.#rowsFrom(place, last.places);
    return last.rows.every(({ identity, index }) => {
      const row = rows[index - last.from];
      return row !== undefined && 'item' in row && row.item.identity === identity;
    });
  }
}

/**
 * Row by row, as far as both go: rows of one instant that change places may well begin with the same one. Two pages that begin amid
 * rows that cannot be read have the same first row, but not at the same place of the page.
 */
const beginsLike = ({ rows, from }: ListPage, other: ListPage): boolean =>
  rows.length > 1 &&
  other.rows.length > 1 &&
  rows.every(({ identity, index }, i) => {
    const row = other.rows[i];
    return row === undefined || (row.identity === identity && row.index - other.from === index - from);
  });

const isSame = (page: ListPage, other: ListPage): boolean =>
  page.from === other.from &&
  page.places === other.places &&
  page.rows.every(({ identity }, i) => other.rows[i]?.identity === identity);

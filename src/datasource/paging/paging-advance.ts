import type { ListPage } from './list-page.ts';
import type { Page } from './read-page.ts';
import type { KeyedJob } from './row-order.ts';
import { stuck } from './unsteady.ts';

const MOST_REPEATS = 3;
/** Whoever reads a list comes back to one page several times in a row, but not so often. */
const MOST_RETURNS = 20;

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

  /** Throws `SourceError` where a page came too often. */
  learn(page: ListPage): void {
    const last = this.#last;
    this.#last = page;
    if (last === null || !beginsLike(page, last)) this.#repeats = 0;
    else if (page.from !== last.from) this.#repeats += 1;
    this.#returns = last !== null && isSame(page, last) ? this.#returns + 1 : 0;
    if (this.#repeats >= MOST_REPEATS || this.#returns >= MOST_RETURNS) throw stuck();
  }

  /**
   * Rows of several instants that stand at two places. If they still do at the first one, and at the next as well, where nobody
   * asked before, paging does not advance: throws `SourceError`. Else the list has moved in between, perhaps back again.
   */
  async check(page: ListPage, last: ListPage): Promise<void> {
    const ranks = new Set(page.rows.slice(0, last.rows.length).map(({ rank }) => rank));
    if (page.from === last.from || ranks.size < 2 || !beginsLike(page, last)) return;
    if ((await this.#givesAt(last.from, last)) && (await this.#givesAt(last.from + 1, last))) throw stuck();
  }

  /** Whether these rows come from that place on, too. */
  async #givesAt(from: number, last: ListPage): Promise<boolean> {
    const { rows } = await this.#rowsFrom(from, last.places);
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

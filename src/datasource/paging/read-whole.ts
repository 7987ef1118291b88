import { SourceError } from '../../model/source-error.ts';
import type { Note } from '../contract/note.ts';
import type { ListPage, PagedList } from './paged-list.ts';
import type { PlacedRow } from './placed-row.ts';
import { START } from './ranks.ts';

const MAX_ATTEMPTS = 3;
const PAGE_ROWS = 1_000;
/** Pages of one list that are asked for at once; how many go out together is for the source's own limits to say. */
const MOST_AT_ONCE = 16;

/**
 * Reads a list to its end, in the vendor's order: page by page, or many pages at once where the vendor counts the list.
 * Pages overlap by one row; where that row has moved, the list has changed and the reading begins again. Beyond `cap` rows
 * the reading stops, with a note.
 */
export async function readWhole(
  list: PagedList,
  cap: number,
  note: (note: Note) => void,
): Promise<readonly PlacedRow[]> {
  for (let attempt = 1; ; attempt++) {
    const reading = new WholeReading(list, cap, attempt < MAX_ATTEMPTS);
    if (!(await reading.read())) continue;
    if (reading.isCut) note({ error: capReached(reading.rows.length), losesRows: true });
    return reading.rows;
  }
}

class WholeReading {
  readonly #list: PagedList;
  readonly #cap: number;
  readonly #mustJoin: boolean;
  readonly #found = new Map<string, PlacedRow>();
  #next = 0;
  #joint: string | null = null;
  isCut = false;

  constructor(list: PagedList, cap: number, mustJoin: boolean) {
    this.#list = list;
    this.#cap = cap;
    this.#mustJoin = mustJoin;
  }

  get rows(): readonly PlacedRow[] {
    return [...this.#found.values()];
  }

  /** `false`: pages did not fit each other. */
  async read(): Promise<boolean> {
    for (;;) {
      const pages = await Promise.all(this.#froms().map((from) => this.#list.page(from, this.#size, START)));
      for (const page of pages) {
        // A page that came shorter than asked leaves a gap to the next one: that is read from where it stopped.
        if (page.from !== this.#next) break;
        if (!this.#join(page)) return false;
        if (await this.#isEnd(page)) return true;
      }
      this.isCut = this.#found.size >= this.#cap;
      if (this.isCut) return true;
    }
  }

  get #size(): number {
    return Math.min(PAGE_ROWS, this.#list.maxPageSize);
  }

  /** Where the next pages begin: several at once as far as the vendor says that the list goes. */
  #froms(): number[] {
    const total = Math.min(this.#list.total ?? 0, this.#cap);
    const stride = Math.max(1, this.#size - 1);
    const ahead = Math.floor((total - this.#next) / stride);
    const count = this.#next === 0 ? 1 : Math.min(MOST_AT_ONCE, Math.max(1, ahead));
    return Array.from({ length: count }, (_, i) => this.#next + i * stride);
  }

  #join(page: ListPage): boolean {
    if (this.#mustJoin && this.#joint !== null && page.rows[0]?.identity !== this.#joint) return false;
    for (const row of page.rows) if (!this.#found.has(row.identity)) this.#found.set(row.identity, row);
    this.#joint = page.rows.at(-1)?.identity ?? this.#joint;
    this.#next = Math.max(page.from + 1, page.from + page.places - 1);
    return true;
  }

  async #isEnd(page: ListPage): Promise<boolean> {
    return page.isTail ?? !(await this.#list.reaches(page.from + page.places, START));
  }
}

const capReached = (rows: number): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `The list has no order that can be relied upon and holds more than ${rows} jobs; the rest was not read.`,
    retryable: false,
  });

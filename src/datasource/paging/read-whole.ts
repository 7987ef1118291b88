import { SourceError } from '../../model/source-error.ts';
import type { Note } from '../contract/note.ts';
import { countsMore, endOf, type ListPage } from './list-page.ts';
import type { PagedList } from './paged-list.ts';
import { type PlacedRow, START } from './row-order.ts';
import { stuck } from './unsteady.ts';

const PAGE_ROWS = 1_000;
/** Pages of one list that are asked for at once; how many go out together is for the source's own limits to say. */
const MOST_AT_ONCE = 16;
const MAX_PASSES = 20;
/** Passes without a new row: where as many rows were found as there are places, and where not, for the list may change. */
const [QUIET_PASSES, MOST_QUIET_PASSES] = [2, 8];

/**
 * Reads a list to its end, in the vendor's order: page by page, or many pages at once where the vendor counts the list.
 * Pages overlap by one row; where that row has moved, the list has changed, or rows of one instant change places. Then it is
 * read again until nothing new comes, and what any pass found counts. Where pages end differs from pass to pass: rows that
 * change places in step with the pages would else hide behind the same ends. What is missing all the same, and what stands
 * beyond `cap` rows, is told by a note.
 */
export async function readWhole(
  list: PagedList,
  cap: number,
  note: (note: Note) => void,
): Promise<readonly PlacedRow[]> {
  const found = new Map<string, PlacedRow>();
  let quiet = 0;
  let pageRows = Math.min(PAGE_ROWS, list.maxPageSize);
  let twice: Distances | null = null;
  for (let pass = 1; ; pass++) {
    // No more than that is read of a part at once, and it is not divided without need.
    const part = pass <= 1 + QUIET_PASSES ? Math.min(list.parts.size ?? 0, list.maxPageSize) : 0;
    const reading = new WholePass(list, cap, Math.max(part, sizeOf(pass, pageRows)));
    await reading.read();
    if (reading.isCut) note({ error: capReached(reading.rows.length), losesRows: true });
    if (reading.isSteady || reading.isCut) return reading.rows;
    const before = found.size;
    for (const row of reading.rows) found.set(row.identity, row);
    quiet = found.size > before ? 0 : quiet + 1;
    pageRows = pass === 1 ? Math.min(pageRows, reading.largest) : pageRows;
    // A vendor may tell a row twice: always the same, so far apart. One that changes places may be met at two by chance.
    twice = twice === null ? reading.twice : common(twice, reading.twice);
    const missing = reading.places + reading.doubled - found.size - twice.size;
    if (quiet < (missing <= 0 ? QUIET_PASSES : MOST_QUIET_PASSES) && pass < MAX_PASSES) continue;
    if (missing > 0) note({ error: neverStill(found.size, missing), losesRows: true });
    return placedAnew([...found.values()], reading.rows);
  }
}

const EIGHTHS = 8;

/** Of the first pass the largest page; then less, by turns. */
const sizeOf = (pass: number, pageRows: number): number =>
  Math.max(2, Math.floor((pageRows * (EIGHTHS - ((pass - 1) % 4))) / EIGHTHS));

/** Between two places of a row. */
type Distances = ReadonlyMap<string, number>;

const common = (some: Distances, others: Distances): Distances =>
  new Map([...some].filter(([identity, distance]) => others.get(identity) === distance));

/** Rows that were missed by the latest pass stand where it found the others of their instant: places have moved meanwhile. */
function placedAnew(all: readonly PlacedRow[], latest: readonly PlacedRow[]): PlacedRow[] {
  const found = new Set(latest.map(({ identity }) => identity));
  return all.map((row) => {
    const others = found.has(row.identity) ? [] : latest.filter(({ rank }) => rank === row.rank);
    const [nearest] = others.sort((a, b) => Math.abs(a.index - row.index) - Math.abs(b.index - row.index));
    return nearest === undefined ? row : { ...row, index: nearest.index };
  });
}

class WholePass {
  readonly #list: PagedList;
  readonly #cap: number;
  readonly #size: number;
  readonly #found = new Map<string, PlacedRow>();
  /** Of rows that came at two places. */
  readonly twice = new Map<string, number>();
  #next = 0;
  #joint: string | null = null;
  #isJoined = true;
  /** How many rows the list has, as far as it was read: places, less those of rows that cannot be read or come twice. */
  places = 0;
  /** Of rows that came twice on one page: they are counted there. */
  doubled = 0;
  #idle = 0;
  #pages = 0;
  /** Places of the largest page. */
  largest = 0;
  isCut = false;

  constructor(list: PagedList, cap: number, size: number) {
    this.#list = list;
    this.#cap = cap;
    this.#size = size;
  }

  get rows(): readonly PlacedRow[] {
    return [...this.#found.values()];
  }

  /** Each page began with the row that ended the one before, and no row came at two places. */
  get isSteady(): boolean {
    return this.#isJoined && this.#found.size >= this.places;
  }

  async read(): Promise<void> {
    let last: ListPage | null = null;
    for (;;) {
      const before = this.#next;
      const pages = await Promise.all(this.#froms().map((from) => this.#list.page(from, this.#size, true)));
      for (const page of pages) {
        // A page that came shorter than asked leaves a gap to the next one: that is read from where it stopped.
        if (page.from !== this.#next && !holdsAll(page)) break;
        this.#join(page);
        if (await this.#isEnd(page)) return;
        last = page;
      }
      if (this.#next <= before) throw stuck();
      const isFull = this.#found.size >= this.#cap;
      this.isCut = isFull && (last === null || (await this.#list.reaches(last, START)));
      if (isFull) return;
    }
  }

  /** It is known how many rows the vendor gives at once: a first page that is short may have been cut by chance. */
  get #isPaced(): boolean {
    return this.#pages > 1 || (this.#pages === 1 && this.largest === this.#size);
  }

  /** Where the next pages begin: several at once as far as the vendor says that the list goes; parts of it, where these are known. */
  #froms(): number[] {
    const { parts, total } = this.#list;
    const part = parts.size !== null && parts.size <= this.#size ? parts.size : null;
    const stride = part ?? Math.max(1, this.largest - 1);
    const first = part === null ? this.#next : parts.beginOf(this.#next);
    const ahead = Math.floor((Math.min(total ?? 0, this.#cap) - this.#next) / stride);
    const count = this.#isPaced ? Math.min(MOST_AT_ONCE, Math.max(1, ahead)) : 1;
    return Array.from({ length: count }, (_, i) => Math.max(this.#next, first + i * stride));
  }

  #join(page: ListPage): void {
    if (this.#joint !== null && page.rows[0]?.identity !== this.#joint) this.#isJoined = false;
    for (const row of page.rows) this.#find(row);
    this.#joint = page.rows.at(-1)?.identity ?? this.#joint;
    this.#pages += 1;
    this.largest = Math.max(this.largest, page.places);
    const distinct = new Set(page.rows.map(({ identity }) => identity)).size;
    this.#idle += page.places - distinct;
    this.doubled += page.rows.length - distinct;
    const end = endOf(page);
    this.places = end - this.#idle;
    // Behind a place at which pages end no page can overlap with this one.
    this.#next = this.#list.parts.endsAt(end) ? end : Math.max(page.from + 1, end - 1);
  }

  #find(row: PlacedRow): void {
    const known = this.#found.get(row.identity);
    if (known === undefined) this.#found.set(row.identity, row);
    else if (known.index !== row.index) this.twice.set(row.identity, row.index - known.index);
  }

  async #isEnd(page: ListPage): Promise<boolean> {
    // Whether a page that is short ends the list, the next one tells as well, as long as the vendor counts more.
    const hasMore = countsMore(page) && page.places > 1;
    return page.isTail ?? !(hasMore || (await this.#list.reaches(page, START)));
  }
}

/** The vendor gives its whole list, whatever is asked for. */
const holdsAll = ({ from, isTail }: ListPage): boolean => from === 0 && isTail === true;

const neverStill = (found: number, missing: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `The vendor’s list changes while it is read, again and again: beside ${found} jobs that were found it has places for ${missing} more.`,
    retryable: true,
  });

const capReached = (rows: number): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `The list has no order that can be relied upon and holds more than ${rows} jobs; the rest was not read.`,
    retryable: false,
  });

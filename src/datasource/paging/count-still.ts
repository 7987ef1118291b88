import { endOf, isCutToFew, type ListPage, type PagewiseList } from './list-page.ts';
import type { PlacedRow, Rank } from './row-order.ts';

/**
 * How many pages belong together that were read one after the other, side by side, all up the list or all down. What joins two of
 * them is that the last row of the one, and the first of the other, still stand where they stood once both have come, looked at
 * in the order in which they were read: a list that has moved in between, and back, shows another row at one of the two places.
 * Only one that moves to and fro in step with all four requests would deceive. Rows of one instant may change places among each
 * other, and what the walk has passed, all of a lower rank than `settled`, as it likes.
 */
export async function countStill(
  list: PagewiseList,
  pieces: readonly ListPage[],
  settled: Rank,
): Promise<number> {
  const anew = new ReadingAnew(list, pieces);
  for (let i = 1; i < pieces.length; i++) {
    const edges = edgesBetween(pieces[i - 1]?.rows ?? [], pieces[i]?.rows ?? []);
    if (edges.every((edge) => arePassed(edge, settled))) continue;
    for (const edge of edges) if (!areSame(edge, await anew.at(edge), settled)) return i;
  }
  return pieces.length;
}

/** Rows of one instant at the end of pages that faces the other one. */
function edgesBetween(some: readonly PlacedRow[], others: readonly PlacedRow[]): (readonly PlacedRow[])[] {
  const isUp = (some[0]?.index ?? 0) < (others[0]?.index ?? 0);
  return isUp ? [tailOf(some), headOf(others)] : [headOf(some), tailOf(others)];
}

function headOf(rows: readonly PlacedRow[]): readonly PlacedRow[] {
  const end = rows.findIndex(({ rank }) => rank !== rows[0]?.rank);
  return end < 0 ? rows : rows.slice(0, end);
}

const tailOf = (rows: readonly PlacedRow[]): readonly PlacedRow[] =>
  rows.slice(1 + rows.findLastIndex(({ rank }) => rank !== rows.at(-1)?.rank));

const arePassed = (rows: readonly PlacedRow[], settled: Rank): boolean =>
  rows.length > 0 && rows.every(({ rank }) => rank < settled);

function areSame(some: readonly PlacedRow[], others: readonly PlacedRow[], settled: Rank): boolean {
  if (arePassed(some, settled) && arePassed(others, settled)) return true;
  const known = new Set(some.map(({ identity }) => identity));
  return others.length === known.size && others.every(({ identity }) => known.has(identity));
}

/** The places of pages as they stand now, in the order in which these were read, with no more requests than it takes. */
class ReadingAnew {
  readonly #list: PagewiseList;
  readonly #pieces: readonly ListPage[];
  #page: ListPage | null = null;

  constructor(list: PagewiseList, pieces: readonly ListPage[]) {
    this.#list = list;
    this.#pieces = pieces;
  }

  /** What now stands at the places of rows that stand side by side. */
  async at(rows: readonly PlacedRow[]): Promise<readonly PlacedRow[]> {
    const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0];
    const now: PlacedRow[] = [];
    for (let place = first; place <= last; ) {
      const page = await this.#pageAt(place);
      if (endOf(page) <= place) break;
      now.push(...page.rows.filter(({ index }) => index >= place && index <= last));
      place = endOf(page);
    }
    return now;
  }

  async #pageAt(place: number): Promise<ListPage> {
    const known = this.#page;
    if (known !== null && known.from <= place && place < endOf(known)) return known;
    const [from, until] = this.#rangeAt(place);
    this.#page = await this.#list.page(from, Math.min(until - from, this.#list.maxPageSize), true);
    return this.#page;
  }

  /**
   * Where a page shows both sides of what joins a piece to the one before it in the list, nothing can have moved between the two.
   * `null`: that is not so, for pages end there wherever they begin.
   */
  #joint(piece: ListPage): readonly [from: number, until: number] | null {
    const before = this.#pieces.find((one) => endOf(one) === piece.from);
    const from = tailOf(before?.rows ?? [])[0]?.index ?? piece.from;
    const until = 1 + (headOf(piece.rows).at(-1)?.index ?? piece.from);
    return isCutToFew(this.#list) && until - from <= this.#list.cap.rows ? [from, until] : null;
  }

  /** Up the list one page may show several of them at once. */
  #rangeAt(place: number): readonly [from: number, until: number] {
    const [first] = this.#pieces;
    const last = this.#pieces.findLast(({ places }) => places > 0);
    if (first === undefined || last === undefined) return [place, place + 1];
    if (first.from < last.from) return [place, 2 + (headOf(last.rows).at(-1)?.index ?? place)];
    const piece = this.#pieces.find((one) => place >= one.from && place < endOf(one)) ?? first;
    return this.#joint(piece) ?? [piece.from, endOf(piece)];
  }
}

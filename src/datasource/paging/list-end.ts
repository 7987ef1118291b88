export interface PageEnd {
  readonly rows: number;
  readonly asked: number;
  /** How many rows stand before the page. */
  readonly from: number;
  /** What the vendor says with it. */
  readonly total: number | null;
  /** Whether the vendor is known to count lists, and not pages. */
  readonly isTotalTrusted: boolean;
  /** The vendor never gives fewer rows than this where more follow. */
  readonly smallestCut: number;
}

/**
 * Whether a page is the last of its list; `null`: only asking on can tell. A page can be shorter than asked because the
 * list ends, or because the vendor gives no more at once.
 */
export function endsList({ rows, asked, from, total, isTotalTrusted, smallestCut }: PageEnd): boolean | null {
  const upper = from + rows;
  if (rows === 0) return true;
  if (rows >= asked) return false;
  if (total !== null && total > upper) return null;
  if (rows < smallestCut) return true;
  return total === upper && (from > 0 || isTotalTrusted) ? true : null;
}

/**
 * What the vendor was seen to count. Some count the list with each page, others the rows of that page alone
 * (docs/vendors/README.md#open-questions): a page that happens to be the whole list does not tell which.
 */
export class TotalsTrust {
  #countsLists = false;
  #countsPages = false;

  get countsLists(): boolean {
    return this.#countsLists && !this.#countsPages;
  }

  /** The vendor was caught at counting the rows of a page. */
  get countsPages(): boolean {
    return this.#countsPages;
  }

  /** Learns from a page of `rows` rows that begins at `from`. */
  learn(total: number, from: number, rows: number): void {
    if (total > rows) this.#countsLists = true;
    else if (total === rows && from > 0 && rows > 0) this.#countsPages = true;
  }
}

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

  /** Learns from a page of `rows` rows that begins at `from`. */
  learn(total: number, from: number, rows: number): void {
    if (total > rows) this.#countsLists = true;
    else if (total === rows && from > 0 && rows > 0) this.#countsPages = true;
  }
}

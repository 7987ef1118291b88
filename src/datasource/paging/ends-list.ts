/** Vendors do not cut pages to fewer rows than this, which is their smallest default where the largest is not documented. */
const SMALLEST_CUT = 20;

/**
 * Whether a page is the last of its list; `null`: only asking on can tell. A page can be shorter than asked because the
 * list ends, or because the vendor gives no more at once; and what vendors count is the list with some, the page with
 * others (docs/vendors/README.md#open-questions).
 */
export function endsList(page: {
  rows: number;
  asked: number;
  from: number;
  total: number | null;
}): boolean | null {
  const upper = page.from + page.rows;
  if (page.rows === 0) return true;
  if (page.rows >= page.asked) return false;
  if (page.total !== null && page.total > upper) return null;
  if (page.rows < SMALLEST_CUT) return true;
  return page.total === upper && page.from > 0 ? true : null;
}

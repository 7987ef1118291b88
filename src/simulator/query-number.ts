export interface NumberRange {
  readonly otherwise: number;
  readonly least: number;
  /** Default: no limit. */
  readonly most?: number;
}

/** A whole number of the query, `otherwise` where it is left out, `null` where it is none or out of range. */
export const queryNumber = (query: URLSearchParams, name: string, range: NumberRange): number | null => {
  const text = query.get(name);
  if (text === null) return range.otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= range.least && value <= (range.most ?? Number.POSITIVE_INFINITY) ? value : null;
};

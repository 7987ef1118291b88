/** One job as the vendor has it. */
export interface Row {
  /** Unique within its source. */
  readonly id: string;
  /** Epoch milliseconds, as far as the vendor's words tell; null: it does not tell. */
  readonly time: number | null;
  /** As the vendor knows it: an hour that a clock shows twice cannot be told apart. */
  readonly instant: number | null;
  /** Its place in a list that runs by time: the time, but for rows that stand elsewhere. */
  rank: number;
  /** In the API's words. */
  status: string;
  readonly kind: string | null;
  readonly resource: string | null;
  /** How it is worded where it cannot be read; null: it can. */
  spoilt: Spoiling | null;
  /** Its time is worded so that nobody can make anything of it. */
  readonly isTimeless: boolean;
}

/** What stands for the row, or for its id. */
export const SPOILINGS = [
  'null',
  'number',
  'text',
  'list',
  'no id',
  'null id',
  'empty id',
  'object id',
] as const;
export type Spoiling = (typeof SPOILINGS)[number];

/** One list of a vendor, under one origin. */
export interface RowList {
  readonly id: string;
  rows: Row[];
}

/** What identifies a row for a client, and what orders it. */
export interface Key {
  readonly source: string;
  readonly id: string;
  readonly time: number | null;
}

export const nameOf = ({ source, id }: Key): string => `${source}/${id}`;

/** Newest first, without a time last; ties by source, then by id. */
export function compareKeys(a: Key, b: Key): number {
  const byTime = (b.time ?? Number.NEGATIVE_INFINITY) - (a.time ?? Number.NEGATIVE_INFINITY);
  if (a.time !== b.time && byTime !== 0) return byTime;
  return compareText(a.source, b.source) || compareText(a.id, b.id);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of a list that runs by time, newest first: what has no time is lower than all that have one, as in most databases. */
export const byRank = (a: Row, b: Row): number => (a.rank === b.rank ? 0 : a.rank < b.rank ? 1 : -1);

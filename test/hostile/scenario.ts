/** The five backends, by how they are spoken to. */
export const STYLES = [
  'zstack',
  'huawei-workspace',
  'huawei-css',
  'huawei-vbs',
  'huawei-servicestage',
] as const;
export type Style = (typeof STYLES)[number];

/** All that happens in one walk, as plain data: it can be printed, cut down, and run again. */
export interface Scenario {
  readonly seed: number;
  sources: SourcePlan[];
  order: 'CREATED_AT_DESC' | 'CREATED_AT_ASC';
  isBackward: boolean;
  /** Of the pages, in turn. */
  sizes: number[];
  filter: FilterPlan;
  changes: ChangePlan[];
  outages: OutagePlan[];
  /** Pages before which the gateway is started anew. */
  restarts: number[];
  /** The gateway dies while it reads a page, after so many answers of vendors, and another one takes its place. */
  crashes: { page: number; answer: number }[];
  /** While a page is read, after so many answers of vendors, nothing gets any time for so many milliseconds. */
  standstills: { page: number; answer: number; ms: number }[];
  /** So many gateways, which know nothing of each other, answer in turn. */
  gateways: number;
  /** Each page is asked for in other words that mean the same. */
  respells: boolean;
  /** Milliseconds to wait before a page. */
  pauses: { page: number; ms: number }[];
  /** One row is asked for before the walk and before changes of page 0: what the gateway learns is older than they are. */
  warmsUp: boolean;
  /** Goes on from any edge of a page, not only from its end. */
  anyEdge: boolean;
  /** Parts between two cursors, walked after the walk. */
  slices: number;
  /** Asks for each page twice. */
  repeats: boolean;
  asksCount: boolean;
  /** So many rows that have come are looked up again by their ids, after each page. */
  looksUp: number;
  /** Further clients that walk at the same time. */
  companions: number;
  /** Of every source. */
  settings: Record<string, unknown>;
  server: Record<string, unknown>;
}

export interface SourcePlan {
  style: Style;
  lists: ListPlan[];
  /** Answers take so long. */
  latencyMs: number;
  /** The most rows that an answer has, whatever was asked for; null: what the vendor documents. */
  cap: number | null;
  /**
   * What the vendor says of the length of a list; `page`: how many rows the answer has; `huge`: far too many;
   * `negative`, `beyond`: no number that a count can be.
   */
  total: 'right' | 'none' | 'page' | 'zero' | 'huge' | 'negative' | 'beyond';
  /** Pages end at each multiple of so many rows, wherever they began; null: they do not. */
  partition: number | null;
  /** Rows of one instant stand in another order in each answer. */
  shuffles: boolean;
  /** Each list's answers of these numbers (from 1) hold only so many rows. */
  shorts: { answer: number; rows: number }[];
  /** The row of a marker comes again. */
  isMarkerInclusive: boolean;
  /** What the vendor does with a marker that has gone. */
  goneMarker: 'empty' | 'refuse';
  /** The first page comes whatever is asked for. */
  isStuck: boolean;
  /** What is asked for the order does not count. */
  ignoresOrder: boolean;
  /** Rows tell of errors and starts that their status contradicts. */
  contradicts: boolean;
  /** In which the vendor prints times, where it prints no zone. */
  zone: string;
  /** Of a vendor that has two APIs: its things are in the newer one. */
  isNewer: boolean;
  /** Times, ids, counts and empty lists in all the ways in which servers write them. */
  isOddlySpelled: boolean;
  /** A connection that is used again is reset before the answer begins. */
  dropsReused: boolean;
}

export interface ListPlan {
  rows: number;
  /** Rows that share an instant with their neighbours: about so many. */
  ties: number;
  /** Seconds from the newest row to the oldest. */
  span: number;
  /** Seconds by which the newest row is older than the newest possible. */
  age: number;
  untimed: number;
  /** All times are whole seconds. */
  isCoarse: boolean;
  /** Rows that stand in a place of another time: how many, and by how many seconds. */
  inversions: { rows: number; seconds: number };
  /** Runs of rows that cannot be read: how many, and where, from 0 (the newest are among them) to 1 (the oldest). */
  spoilt: { rows: number; at: number }[];
  /** So many rows, anywhere, have a time of which nobody can make anything. */
  timeless: number;
}

export type Change =
  | 'insert-newest'
  | 'insert-anywhere'
  | 'insert-at-edge'
  | 'delete'
  | 'delete-edge'
  | 'status'
  | 'spoil'
  | 'spoil-edge'
  | 'spoil-page'
  | 'mend'
  | 'invert'
  | 'clock-jumps'
  | 'row-moves'
  | 'list-moves'
  | 'origin-appears'
  | 'origin-vanishes';

export interface ChangePlan {
  /** Before this page, or while it is read. */
  page: number;
  /** After so many answers of the vendors to this page; 0: before it. */
  answer: number;
  kind: Change;
  /** Draws which source, list and row. */
  pick: number;
}

/** `shape`: well-formed answers without rows; `cut`: answers that break off in their midst. */
export type OutageKind = '500' | 'refused' | 'reset' | 'cut' | 'hang' | 'garbage' | 'shape' | '429' | 'slow';

export interface OutagePlan {
  source: number;
  /** Only this list; null: all. */
  list: number | null;
  hits: 'jobs' | 'discovery' | 'all';
  kind: OutageKind;
  /** Only answers that hold the first, or the last row of a list; absent: all. */
  at?: 'first' | 'last';
  fromPage: number;
  /** Null: until the walk is over. */
  pages: number | null;
  /** It ends by itself, so many milliseconds after it began; absent: it does not. */
  lastsMs?: number;
}

/** As the API takes it. */
export interface FilterPlan {
  statuses?: string[];
  phases?: string[];
  notStatuses?: string[];
  kinds?: string[];
  resourceIds?: string[];
  createdAfter?: string;
  createdBefore?: string;
  backends?: string[];
}

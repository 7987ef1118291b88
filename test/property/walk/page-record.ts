import type { StreamCount } from '../../../src/datasource/stream/job-stream.ts';
import type { SortKey } from '../../../src/model/sort-key.ts';
import type { Step } from '../draw/drawn-walk.ts';

/** One page, as a client saw it: in the order of the walk. */
export interface PageRecord {
  readonly step: Step;
  /** The cursor from which it was read. */
  readonly from: string | null;
  readonly edges: readonly EdgeRecord[];
  /** Edges behind which the walk goes on; what came after them was forgotten. */
  readonly kept: number;
  readonly goesOn: boolean;
  /** Where the page says that a walk goes on. */
  readonly end: string | null;
  readonly owesRows: boolean;
  /** Sources of which the page says that all is not well. */
  readonly troubled: readonly string[];
  /** Asked again, the same page had other rows, or another end; `null`: it had not, or was not asked again. */
  readonly differs: string | null;
  readonly count: StreamCount | null;
  /** Rows that match at the time of asking, of origins that are known. */
  readonly knownRows: number;
  /** What the page cost each vendor, and what of its lists is known then. */
  readonly costs: readonly VendorCost[];
}

export interface VendorCost {
  /** For rows; asked again, the page's requests do not count. */
  readonly requests: number;
  /** The lengths of its lists as the page began. */
  readonly lengths: readonly number[];
}

export interface EdgeRecord {
  readonly id: string;
  readonly key: SortKey;
  readonly isLate: boolean;
  /** Only where a part of the walk will be walked again. */
  readonly cursor: string | null;
}

import type { BackendDefinition } from '../contract/backend-definition.ts';
import type { Transport } from '../contract/transport.ts';
import type { FetchedLists } from '../fetched/fetched-lists.ts';
import type { TotalsTrust } from '../paging/totals-trust.ts';
import type { OrderBook } from './order-book.ts';
import type { Readability } from './readability.ts';
import type { SearchMemory } from './search-memory.ts';
import type { Owner } from './to-job.ts';
import type { WholeReadings } from './whole-readings.ts';

/** What all streams of one source have in common. */
export interface StreamEngine {
  readonly owner: Owner;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly wholeRows: number;
  readonly fetched: FetchedLists;
  /** Told of each status word that is in no table. */
  readonly onUnknownStatus: (word: string) => void;
  readonly readability: Readability;
  readonly orders: OrderBook;
  readonly searches: SearchMemory;
  readonly wholeReadings: WholeReadings;
  /** What the vendor counts with its lists of jobs. */
  readonly trust: TotalsTrust;
}

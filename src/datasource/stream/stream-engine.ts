import type { BackendDefinition } from '../contract/backend-definition.ts';
import type { Transport } from '../contract/transport.ts';
import type { FetchedLists } from '../fetched/fetched-lists.ts';
import type { ListMemory } from './list-memory.ts';
import type { Owner } from './to-job.ts';

/** What all streams of one source have in common. */
export interface StreamEngine extends ListMemory {
  readonly owner: Owner;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly wholeRows: number;
  readonly fetched: FetchedLists;
  /** Told of each status word that is in no table. */
  readonly onUnknownStatus: (word: string) => void;
}

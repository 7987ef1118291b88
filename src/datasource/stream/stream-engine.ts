import type { BackendDefinition } from '../contract/backend-definition.ts';
import type { Transport } from '../contract/transport.ts';
import type { FetchedLists } from '../fetched/fetched-lists.ts';
import type { JobLists, Owner } from './job-lists.ts';
import type { ListMemory } from './list-memory.ts';

/** What all streams of one source have in common. */
export interface StreamEngine extends ListMemory {
  readonly owner: Owner;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly wholeRows: number;
  readonly fetched: FetchedLists;
  readonly lists: JobLists;
}

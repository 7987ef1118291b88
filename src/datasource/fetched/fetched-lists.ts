import type { Instant } from '../../model/job.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { FetchedJobs, FetchedRow, StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { createVendorReader } from '../paging/vendor-reader.ts';
import { createKeptRows } from './kept-rows.ts';
import { createKnownTimes } from './known-times.ts';

export interface FetchedListsOptions {
  readonly transport: Transport;
  /** How long what may still change serves all who ask. */
  readonly shareMs: number;
  readonly now: () => number;
  /** Told that a list that was known has nothing any more. */
  readonly onGone: (spec: StreamSpec, scope: SourceScope) => void;
}

/** Lists that are fetched in one go, each read no more often than it can have changed. */
export interface FetchedLists {
  /** The rows of one list, perhaps as another asker was given them. Throws `SourceError`. */
  readonly read: (
    jobs: FetchedJobs,
    spec: StreamSpec,
    scope: SourceScope,
    note: (note: Note) => void,
  ) => Promise<readonly FetchedRow[]>;
  /** When the jobs of a list were created, without asking; `null`: of one at least nobody knows. */
  readonly timesOf: (spec: StreamSpec, scope: SourceScope) => readonly Instant[] | null;
}

/** Jobs that cannot change any more are let go of all the same: the vendor may have deleted them. */
const SETTLED_MS = 3_600_000;

export function createFetchedLists({ transport, shareMs, now, onGone }: FetchedListsOptions): FetchedLists {
  const kept = createKeptRows(now);
  const times = createKnownTimes();
  const keyOf = (spec: StreamSpec, scope: SourceScope): string =>
    JSON.stringify([transport.partition(scope), spec.key]);

  async function fetch(
    jobs: FetchedJobs,
    spec: StreamSpec,
    scope: SourceScope,
    note: (note: Note) => void,
  ): Promise<readonly FetchedRow[]> {
    const key = keyOf(spec, scope);
    const known = kept.get(key);
    if (known !== null) {
      scope.ledger.hit(known.until);
      return known.rows;
    }
    let isWhole = true;
    const reader = createVendorReader(transport, scope, (one) => {
      isWhole &&= !one.losesRows;
      note(one);
    });
    const rows = await jobs.fetch(spec, reader);
    scope.ledger.rowsFetched += rows.length;
    if (isWhole) kept.keep(key, rows, isSettled(jobs, rows) ? SETTLED_MS : shareMs);
    if (isWhole) times.learn(key, rows);
    if (isWhole && rows.length === 0) onGone(spec, scope);
    return rows;
  }

  return {
    read: async (jobs, spec, scope, note) => {
      const rows = await fetch(jobs, spec, scope, note);
      tellOddities(rows, spec, scope);
      return rows;
    },
    timesOf: (spec, scope) => times.of(keyOf(spec, scope)),
  };
}

const isSettled = ({ settled }: FetchedJobs, rows: readonly FetchedRow[]): boolean =>
  rows.length > 0 && rows.every(({ row }) => settled.includes(row.fields.status));

/** What is odd about rows belongs into the report, also where they were kept. */
function tellOddities(rows: readonly FetchedRow[], { key }: StreamSpec, { ledger }: SourceScope): void {
  for (const { row, oddities = [] } of rows)
    for (const what of oddities) ledger.oddities.tell(what, `${key} ${row.fields.nativeId}`);
}

import type { JobSource } from '../datasource/job-source.ts';
import type { JobStream } from '../datasource/job-stream.ts';
import type { Note } from '../datasource/note.ts';
import type { FilterPlan } from '../datasource/plan-filter.ts';
import type { Ledger } from '../datasource/transport.ts';
import { waitedMs } from '../datasource/waiting.ts';
import { SourceError } from '../model/source-error.ts';
import type { SourceReport } from './source-report.ts';

/** One source's part in one page: what was asked of it, what went wrong, what it cost. */
export interface SourceRun {
  readonly source: JobSource;
  readonly plan: FilterPlan;
  readonly ledger: Ledger;
  /** Aborts at the source's deadline, or with the request. */
  readonly signal: AbortSignal;
  readonly startedAt: number;
  readonly deadlineAt: number;
  streams: readonly JobStream[];
  notes: readonly Note[];
  /** The source's streams could not even be listed. */
  failure: SourceError | null;
  readonly failedStreams: Map<JobStream, SourceError>;
  /** The scan budget ended the page at this source. */
  barrier: SourceError | null;
  rowsFetched: number;
  rowsReturned: number;
  endedAt: number;
}

/** Whether any job of the source can match the filter. */
export const isAsked = (run: SourceRun): boolean => !run.plan.isExcluded;

/** Nothing at all came of it. */
export const hasFailed = (run: SourceRun): boolean =>
  run.failure !== null ||
  (run.streams.length > 0 && run.failedStreams.size === run.streams.length && run.rowsReturned === 0);

/** The failure that a client is told of; `null`: no row is missing. */
export function failureOf(run: SourceRun): SourceError | null {
  const streamFailure = [...run.failedStreams.values()][0];
  if (run.failure !== null) return run.failure;
  if (streamFailure !== undefined) return summed(streamFailure, run.failedStreams.size, run.streams.length);
  const losses = allNotes(run).filter((note) => note.losesRows);
  return losses[0] ? summedNote(losses[0], losses.length) : null;
}

/** What the client is told of the run: why rows are missing goes before what is merely odd. */
export function reportOf(run: SourceRun): SourceReport {
  const error = failureOf(run) ?? allNotes(run)[0]?.error ?? staleness(run) ?? run.barrier;
  return {
    sourceId: run.source.id,
    state: stateOf(run, error),
    error,
    requests: run.ledger.requests,
    rowsFetched: run.rowsFetched,
    rowsReturned: run.rowsReturned,
    cacheHits: run.ledger.cacheHits,
    pushedDown: run.plan.isExcluded ? [] : run.plan.pushedDown,
    residual: run.plan.isExcluded ? [] : run.plan.residual,
    durationMs: Math.round(run.endedAt - run.startedAt),
    waitedMs: Math.round(waitedMs(run.ledger)),
  };
}

/** Said of the source at which the scan budget ended the page. */
export const scanLimitReached = ({ rowsFetched }: SourceRun): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `${rowsFetched} rows were read without filling the page; the cursor goes on from there.`,
  });

/** The vendor fails, and what it said before stands in. */
function staleness({ ledger }: SourceRun): SourceError | null {
  const { staleBecause, staleMs = 0 } = ledger;
  const age = Math.ceil(staleMs / 1_000);
  return staleBecause === undefined
    ? null
    : staleBecause.reworded(
        `An answer ${age} s past its freshness stands in for one that failed: ${staleBecause.message}`,
      );
}

const allNotes = (run: SourceRun): readonly Note[] => [
  ...run.notes,
  ...run.streams.flatMap((stream) => stream.notes),
];

function stateOf(run: SourceRun, error: SourceError | null): SourceReport['state'] {
  if (run.plan.isExcluded) return 'SKIPPED';
  if (error === null) return 'OK';
  const missing = failureOf(run)?.code ?? null;
  if (missing === 'UNAUTHENTICATED') return 'SKIPPED';
  if (missing === 'UPSTREAM_LATE' || missing === 'DEADLINE_EXCEEDED') return 'LATE';
  return hasFailed(run) ? 'FAILED' : 'PARTIAL';
}

function summed(error: SourceError, failed: number, all: number): SourceError {
  return all <= 1 ? error : error.reworded(`${failed} of ${all} lists could not be read: ${error.message}`);
}

const summedNote = ({ error }: Note, count: number): SourceError =>
  count <= 1 ? error : error.reworded(`${error.message} (${count} such faults)`);

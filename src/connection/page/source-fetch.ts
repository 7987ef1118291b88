import type { Note } from '../../datasource/contract/note.ts';
import type { FilterPlan } from '../../datasource/filter/plan-filter.ts';
import type { JobSource } from '../../datasource/source/job-source.ts';
import { CODES } from '../../model/error-codes.ts';
import { isOutOfMeans, SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Lane } from '../merge/lane.ts';
import type { SourceReport } from './source-report.ts';

/** One source's part in one page: what was asked of it, what went wrong, what it cost. */
export interface SourceFetch {
  readonly source: JobSource;
  readonly plan: FilterPlan;
  readonly scope: SourceScope;
  lanes: readonly Lane[];
  notes: readonly Note[];
  /** Whether all streams of the source are known: else some may be missing without a word. */
  isComplete: boolean;
  /** The source's streams could not even be listed. */
  failure: SourceError | null;
  /** A count could not be read. */
  countFailure: SourceError | null;
  /** The scan budget ended the page at this source. */
  scanLimit: SourceError | null;
  rowsReturned: number;
  /** The page had no room for all rows that come late. */
  isCatchingUp: boolean;
}

/** Whether any job of the source can match the filter. */
export const isAsked = (fetch: SourceFetch): boolean => !fetch.plan.isExcluded;

const stoppedLanes = ({ lanes }: SourceFetch): SourceError[] =>
  lanes.flatMap(({ error, stopped }) => (error === null || stopped === null ? [] : [error]));

/** Nothing at all came of it. */
export const hasFailed = (fetch: SourceFetch): boolean =>
  fetch.failure !== null ||
  (fetch.lanes.length > 0 && stoppedLanes(fetch).length === fetch.lanes.length && fetch.rowsReturned === 0);

/** All lists that the source was known to have are gone: it may have others now, or none. */
export const hasVanished = ({ lanes }: SourceFetch): boolean =>
  lanes.length > 0 && lanes.every(({ error, taken }) => error?.code === 'NOT_FOUND' && taken.length === 0);

/**
 * Something was read, and for the rest no means were left: that comes next, so that each page gets on. Lists that
 * have nothing more are not read again.
 */
export const isUnderWay = ({ lanes }: SourceFetch): boolean =>
  lanes.some(({ hasRead }) => hasRead) &&
  lanes.some(({ error, stopped }) => stopped !== null && error !== null && mayGoOn(error));

/** Nor may the credential be used for the moment: the vendor refuses haste, and the next page is asked for later. */
const mayGoOn = (error: SourceError): boolean =>
  isOutOfMeans(error) || error.code === 'UPSTREAM_RATE_LIMITED';

/**
 * Rows that should have come by now may come on a later page: what failed may go well next time, or is being made up for, or a
 * further operation has means of its own for it.
 */
export const owesRows = (fetch: SourceFetch): boolean =>
  fetch.isCatchingUp || hasFailedForNow(fetch) || stoppedLanes(fetch).some(isOutOfMeans);

/** What failed may go well next time. */
export const hasFailedForNow = (fetch: SourceFetch): boolean =>
  isAsked(fetch) && [fetch.failure, ...stoppedLanes(fetch)].some((error) => error?.retryable === true);

/** The failure that a client is told of; `null`: no row is missing. */
export function failureOf(fetch: SourceFetch): SourceError | null {
  const errors = stoppedLanes(fetch);
  if (fetch.failure !== null) return fetch.failure;
  if (errors[0] !== undefined) return summed(errors[0], errors.length, fetch.lanes.length);
  const losses = allNotes(fetch).filter((note) => note.losesRows);
  return losses[0] ? summedNote(losses[0], losses.length) : fetch.countFailure;
}

/** What the client is told of the fetch: why rows are missing goes before what is merely odd. */
export function reportOf(fetch: SourceFetch): SourceReport {
  const error =
    failureOf(fetch) ??
    allNotes(fetch)[0]?.error ??
    fetch.scope.ledger.defect ??
    lookUpFailure(fetch) ??
    staleness(fetch) ??
    fetch.scanLimit;
  const told = withOddities(error, fetch.scope.ledger.oddities.summary);
  return {
    sourceId: fetch.source.id,
    state: stateOf(fetch, told),
    error: told,
    owesRows: owesRows(fetch),
    rowsReturned: fetch.rowsReturned,
    ledger: fetch.scope.ledger,
    pushedDown: fetch.plan.isExcluded ? [] : fetch.plan.pushedDown,
    residual: fetch.plan.isExcluded ? [] : fetch.plan.residual,
    query: fetch.plan.isExcluded ? [] : fetch.plan.query,
    lists: fetch.lanes.length,
  };
}

/** Said of the source at which the scan budget ended the page. */
export const scanLimitReached = ({ scope }: SourceFetch): SourceError =>
  new SourceError({
    code: 'SCAN_LIMIT_REACHED',
    message: `${scope.ledger.rowsFetched} rows were read without filling the page; the cursor goes on from there.`,
  });

/** The error, and what of the vendor's answers cannot be read beside it: fields and the like, for of rows notes tell. */
function withOddities(error: SourceError | null, summary: string | null): SourceError | null {
  if (summary === null) return error;
  const message = `Not all of the vendor’s answers can be read, though that costs no row: ${summary}.`;
  return (
    error?.reworded(`${error.message} ${message}`) ??
    new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message, retryable: false })
  );
}

/** All rows are there, but not all that was asked of them. */
function lookUpFailure({ scope }: SourceFetch): SourceError | null {
  const failure = scope.ledger.lookUpFailure;
  return failure?.reworded(`Names or tasks of its jobs could not be read: ${failure.message}`) ?? null;
}

/** The vendor fails, and what it said before stands in. */
function staleness({ scope }: SourceFetch): SourceError | null {
  const { staleBecause, staleMs } = scope.ledger;
  const age = Math.ceil(staleMs / 1_000);
  return staleBecause === null
    ? null
    : staleBecause.reworded(
        `An answer ${age} s past its freshness stands in for one that failed: ${staleBecause.message}`,
      );
}

const allNotes = (fetch: SourceFetch): readonly Note[] => [
  ...fetch.notes,
  ...fetch.lanes.flatMap(({ stream }) => stream.notes),
];

function stateOf(fetch: SourceFetch, error: SourceError | null): SourceReport['state'] {
  if (fetch.plan.isExcluded) return 'SKIPPED';
  if (error === null) return 'OK';
  const failure = failureOf(fetch);
  const state = failure === null ? 'FAILED' : CODES[failure.code].reportedAs;
  return state === 'FAILED' && !hasFailed(fetch) ? 'PARTIAL' : state;
}

function summed(error: SourceError, failed: number, all: number): SourceError {
  return all <= 1 ? error : error.reworded(`${failed} of ${all} lists could not be read: ${error.message}`);
}

const summedNote = ({ error }: Note, count: number): SourceError =>
  count <= 1 ? error : error.reworded(`${error.message} (${count} such faults)`);

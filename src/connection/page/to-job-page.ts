import { CODES } from '../../model/error-codes.ts';
import type { CursorCodec } from '../cursor/cursor-codec.ts';
import type { Cut, Position } from '../cursor/cut.ts';
import type { Merged } from '../merge/merge-streams.ts';
import { countJobs } from './count-jobs.ts';
import type { JobEdge, JobPage, MergedRow } from './job-page.ts';
import type { JobPageRequest } from './job-page-request.ts';
import { isAsked, reportOf, type SourceFetch } from './source-fetch.ts';

/** What was merged, as a page of the connection: cursors, pageInfo, reports (Relay cursor connections, §4 and §5). */
export function toJobPage(
  request: JobPageRequest,
  fetches: readonly SourceFetch[],
  merged: Merged,
  failures: JobPage['failures'],
): JobPage {
  const { codec, isForward, after, before } = request;
  const hasMore = merged.hasMore || fetches.filter(isAsked).some(owesRows);
  const walked = merged.rows.map((row, i) =>
    toEdge(row, i === merged.rows.length - 1 ? merged : null, codec),
  );
  const edges = isForward ? walked : walked.toReversed();
  const [first, last] = [edges[0]?.cursor() ?? null, edges.at(-1)?.cursor() ?? null];
  const goesOn = endOf(request, merged, hasMore, isForward ? last : first);
  return {
    edges,
    hasNextPage: isForward ? hasMore || before !== null : before !== null,
    hasPreviousPage: isForward ? after !== null : hasMore || after !== null,
    startCursor: isForward ? first : goesOn,
    endCursor: isForward ? goesOn : last,
    reports: () => fetches.map(reportOf),
    failures,
    count: () => countJobs(fetches),
  };
}

/** Where the walk goes on: at its last row, or beyond it where rows were read that did not match, or none was found. */
function endOf(
  { size, codec }: JobPageRequest,
  merged: Merged,
  hasMore: boolean,
  atLastRow: string | null,
): string | null {
  if (merged.barrier === null && atLastRow !== null) return atLastRow;
  return hasMore && size > 0 ? codec.encode(merged.end) : atLastRow;
}

/** The row that ends the walk knows all that the walk learnt. */
function toEdge(row: MergedRow, merged: Merged | null, codec: CursorCodec): JobEdge {
  const cut = merged === null ? row.cut : lastCut(row.cut, merged);
  return { job: row.job, isLate: row.isLate, cursor: () => codec.encode(cut) };
}

function lastCut(cut: Cut, { end, barrier }: Merged): Cut {
  if (barrier !== null) return { ...cut, hints: end.hints };
  // A stream that has caught up with its last row stands with the others: what lies between was given out before.
  const itself = [...cut.behind].filter(([mark, position]) => isAtRow(position) && end.behind.has(mark));
  return { common: cut.common, behind: new Map([...end.behind, ...itself]), hints: end.hints };
}

const isAtRow = (position: Position): boolean => position.kind === 'key' && position.side === 'at';

/** Rows are still to come of a source that may answer next time; of one that needs a person's help, nobody is told to wait. */
const owesRows = (fetch: SourceFetch): boolean =>
  [fetch.failure, ...fetch.failedStreams.values()].some(
    (error) => error !== null && !CODES[error.code].needsPerson,
  );

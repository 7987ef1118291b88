import { setTimeout as delay } from 'node:timers/promises';
import type { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import { resume } from '../merge/lane.ts';
import type { Ending, Merge } from '../merge/merge.ts';
import { openFetch, type PagePlan } from './open-fetch.ts';
import { owesRows, type SourceFetch } from './source-fetch.ts';

/** Where a failure does not say when to come back. */
const USUAL_WAIT_MS = 250;
/** Left of the deadline for the reading itself. */
const LEAST_READING_MS = 100;
/** A source that has been down for longer than so many periods of its breaker is not waited for. */
const LONGEST_OUTAGE_PERIODS = 2;

/**
 * Where a walk has nothing left but the rows of sources that failed, that is decided here, on its last page: the earliest
 * moment at which one of them may answer is waited for, as far as the deadline goes, and only those that failed are asked
 * again. A walk that begins is not kept waiting.
 */
export async function awaitOwedRows(
  plan: PagePlan,
  asked: readonly SourceFetch[],
  merge: Merge,
): Promise<Ending> {
  if (!plan.walk.hasBegun) return 'exhausted';
  for (;;) {
    const owing = asked.filter((fetch) => owesRows(fetch) && !isGivenUp(fetch));
    const wait = Math.min(...owing.map(waitFor));
    if (owing.length === 0 || wait > Math.max(...owing.map(timeLeft))) return 'exhausted';
    await sleep(wait, plan.request.scope.signal);
    await Promise.all(owing.map((fetch) => askAgain(fetch, plan, merge)));
    const ending = await merge.fill();
    if (ending !== 'exhausted') return ending;
  }
}

function isGivenUp({ source }: SourceFetch): boolean {
  const { failingSince } = source.health();
  return failingSince !== null && Date.now() - failingSince > LONGEST_OUTAGE_PERIODS * source.recoveryMs;
}

const errorsOf = ({ failure, lanes }: SourceFetch): SourceError[] =>
  [failure, ...lanes.map(({ error }) => error)].filter((error) => error !== null);

const waitFor = (fetch: SourceFetch): number =>
  Math.min(...errorsOf(fetch).map(({ retryAfterMs }) => retryAfterMs ?? USUAL_WAIT_MS));

const timeLeft = ({ scope }: SourceFetch): number => scope.deadlineAt - Date.now() - LEAST_READING_MS;

async function askAgain(fetch: SourceFetch, plan: PagePlan, merge: Merge): Promise<void> {
  if (fetch.failure !== null) {
    await openFetch(fetch, plan);
    // The others have gone on since the page began: these have not.
    for (const lane of fetch.lanes) lane.resumed = { rows: 0, place: lane.start ?? plan.walk.from.common };
    merge.lanes.push(...fetch.lanes);
  }
  for (const lane of fetch.lanes) if (lane.error?.retryable === true) resume(lane);
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throw abortError(signal);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { SourceError } from '../../model/source-error.ts';
import { abortError } from '../../scope/abort.ts';
import { resume } from '../merge/lane.ts';
import type { Ending, Merge } from '../merge/merge.ts';
import { openAnew } from './open-anew.ts';
import type { PagePlan } from './open-fetch.ts';
import { hasFailedForNow, type SourceFetch } from './source-fetch.ts';

/** Where a failure does not say when to come back. */
const USUAL_WAIT_MS = 250;
/** Whoever says to come back at once is not asked without end. */
const LEAST_WAIT_MS = 20;
/** Left of the deadline for the reading itself. */
const LEAST_READING_MS = 100;
/** A source that has been down for longer than so many periods of its breaker, or the time of a page, is not waited for. */
const LONGEST_OUTAGE_PERIODS = 2;

/**
 * Where a walk has nothing left but the rows of sources that failed, that is decided here, on its last page: each is waited
 * for until it may answer, as far as its deadline goes, and asked again then, and only then. A walk that begins is not kept
 * waiting.
 */
export async function awaitOwedRows(
  plan: PagePlan,
  asked: readonly SourceFetch[],
  merge: Merge,
): Promise<Ending> {
  if (!plan.walk.hasBegun) return 'exhausted';
  const dueAt = new Map<SourceFetch, number>();
  const tries = new Map<SourceFetch, number>();
  for (;;) {
    const now = Date.now();
    const owing = asked.filter((fetch) => hasFailedForNow(fetch) && !isGivenUp(fetch));
    for (const fetch of owing)
      if (!dueAt.has(fetch)) dueAt.set(fetch, now + waitFor(fetch, tries.get(fetch) ?? 0, now));
    const inTime = owing.filter((fetch) => (dueAt.get(fetch) ?? now) <= now + timeLeft(fetch));
    if (inTime.length === 0) return 'exhausted';
    const next = Math.min(...inTime.map((fetch) => dueAt.get(fetch) ?? now));
    await sleep(Math.max(0, next - now), plan.request.scope.signal);
    const due = inTime.filter((fetch) => (dueAt.get(fetch) ?? now) <= next);
    for (const fetch of due) {
      dueAt.delete(fetch);
      tries.set(fetch, (tries.get(fetch) ?? 0) + 1);
    }
    await Promise.all(due.map((fetch) => askAgain(fetch, plan, merge)));
    const ending = await merge.fill();
    if (ending !== 'exhausted') return ending;
  }
}

function isGivenUp({ source }: SourceFetch): boolean {
  const { failingSince } = source.health();
  return failingSince !== null && Date.now() - failingSince > longestOutage(source);
}

/** All pages of a walk together wait for what hangs as long as one of them may. */
const longestOutage = ({ recoveryMs, deadlineMs }: SourceFetch['source']): number =>
  Math.min(LONGEST_OUTAGE_PERIODS * recoveryMs, deadlineMs);

const errorsOf = ({ failure, lanes }: SourceFetch): SourceError[] =>
  [failure, ...lanes.map(({ error }) => error)].filter((error) => error !== null);

/** Where nobody says when to come back, longer each time; for ever where all that failed are given up. */
function waitFor(fetch: SourceFetch, tries: number, now: number): number {
  const waits = errorsOf(fetch)
    .filter((error) => isWaitedFor(error, fetch, now))
    .map(({ retryAfterMs }) => retryAfterMs ?? USUAL_WAIT_MS * 2 ** tries);
  return Math.max(LEAST_WAIT_MS * 2 ** tries, Math.min(...waits));
}

/** Where it may be asked only when it will have failed for long, it has been waited for long enough. */
const isWaitedFor = (
  { failingSince, retryAfterMs }: SourceError,
  { source }: SourceFetch,
  now: number,
): boolean => failingSince === null || now + (retryAfterMs ?? 0) <= failingSince + longestOutage(source);

const timeLeft = ({ scope }: SourceFetch): number => scope.deadlineAt - Date.now() - LEAST_READING_MS;

async function askAgain(fetch: SourceFetch, plan: PagePlan, merge: Merge): Promise<void> {
  if (fetch.failure !== null) await openAnew(fetch, plan, merge);
  for (const lane of fetch.lanes) if (lane.error?.retryable === true) resume(lane);
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throw abortError(signal);
  }
}

import type { SourceError } from '../../model/source-error.ts';
import type { SourceHealth } from './source-health.ts';

export type SourceState = 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

export interface StateOfSource {
  readonly state: SourceState;
  /** Why the source last failed; `null` where it has answered since. */
  readonly lastError: SourceError | null;
  readonly lastCheckedAt: number | null;
  /** The first failure since the last good answer; `null`: the last answer was good. */
  readonly failingSince: number | null;
}

/** A failure counts as recent for so long, although the source has answered since. */
const RECENT_MS = 60_000;

/** How a source does, from what really happened to the requests to it. */
export function healthOf(health: SourceHealth, now: number = Date.now()): StateOfSource {
  const { lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  const isFailing = lastErrorAt !== null && (lastSuccessAt === null || lastErrorAt > lastSuccessAt);
  return {
    state: stateOf(health, isFailing, now),
    lastError: isFailing ? lastError : null,
    lastCheckedAt,
    failingSince: health.failingSince,
  };
}

function stateOf(health: SourceHealth, isFailing: boolean, now: number): SourceState {
  const { breaker, lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  // The vendor is there and does not take what it is asked: not down, and well again with the first good answer.
  const isRejected = lastError?.code === 'UPSTREAM_REJECTED';
  if (lastCheckedAt === null) return 'UNKNOWN';
  if (breaker === 'open' || (isFailing && !isRejected && lastSuccessAt === null)) return 'DOWN';
  if (isFailing || breaker === 'half-open') return 'DEGRADED';
  const isRecent = lastErrorAt !== null && now - lastErrorAt < RECENT_MS;
  return isRecent && !isRejected ? 'DEGRADED' : 'HEALTHY';
}

import type { SourceHealth, SourceState } from '../../datasource/contract/source-health.ts';
import type { Outcomes } from './source-health.ts';

/** How long a failure counts as recent, although the source has answered since. */
const RECENT_MS = 60_000;

/** The state of a source, from what really happened to its requests. */
export function healthOf(health: Outcomes, now: number = Date.now()): SourceHealth {
  const { lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  const isFailing = lastErrorAt !== null && (lastSuccessAt === null || lastErrorAt > lastSuccessAt);
  return {
    state: stateOf(health, isFailing, now),
    lastError: isFailing ? lastError : null,
    lastCheckedAt,
    failingSince: health.failingSince,
  };
}

function stateOf(health: Outcomes, isFailing: boolean, now: number): SourceState {
  const { breaker, lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  // The vendor is there but refuses the question: the source is not down, and healthy again with the first good answer.
  const isRejected = lastError?.code === 'UPSTREAM_REJECTED';
  if (lastCheckedAt === null) return 'UNKNOWN';
  if (breaker === 'open' || (isFailing && !isRejected && lastSuccessAt === null)) return 'DOWN';
  if (isFailing || breaker === 'half-open') return 'DEGRADED';
  const isRecent = lastErrorAt !== null && now - lastErrorAt < RECENT_MS;
  return isRecent && !isRejected ? 'DEGRADED' : 'HEALTHY';
}

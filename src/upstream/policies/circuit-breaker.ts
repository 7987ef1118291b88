import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import { isLate } from '../../scope/is-late.ts';
import type { Clock } from '../clock.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerLimits {
  readonly failures: number;
  readonly halfOpenAfterMs: number;
}

export interface CircuitBreaker {
  state(): BreakerState;
  /** Throws `UPSTREAM_CIRCUIT_OPEN` where `run` would, so that nobody queues for nothing. */
  refuseIfOpen(): void;
  /** Runs `work` and learns from its outcome, unless `hasLeft`: a caller who hangs up says nothing of the vendor. */
  run<T>(hasLeft: () => boolean, work: () => Promise<T>): Promise<T>;
}

/** Transport errors, 5xx, time-outs, deadlines and 429, as read from the status or by the vendor's own fault reader. */
const FAILURES: ReadonlySet<SourceErrorCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_LATE',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_RATE_LIMITED',
]);

/** What those are told who come during a probe, which takes nobody knows how long: come back in a moment, but not at once. */
const PROBE_MS = 1_000;

type Outcome = 'failure' | 'success' | 'nothing';

/**
 * Opens after so many failures in a row, then lets one probe at a time through. Written here because cockatiel's breaker
 * closes when the caller of a probe hangs up, makes those who come during a probe wait, and reads the clock by itself.
 */
export function createCircuitBreaker(sourceId: string, limits: BreakerLimits, clock: Clock): CircuitBreaker {
  let failures = 0;
  let openedAt: number | null = null;
  let probing = false;
  let bursts = 0;

  const untilHalfOpen = () => (openedAt === null ? 0 : openedAt + limits.halfOpenAfterMs - clock.now());
  const refuseIfOpen = () => {
    const ms = Math.max(probing ? PROBE_MS : 0, untilHalfOpen());
    if (ms > 0) throw circuitOpen(sourceId, ms);
  };
  const close = () => {
    failures = 0;
    openedAt = null;
  };
  const fail = () => {
    failures += 1;
    if (failures >= limits.failures) openedAt = clock.now();
  };
  // Answers to what was sent before it opened come late; only the probe speaks of the vendor as it is now.
  const learn = (outcome: Outcome, isProbe: boolean) => {
    if (openedAt !== null && !isProbe) return;
    if (outcome === 'success') close();
    if (outcome === 'failure') fail();
  };

  return {
    state: () => (openedAt === null ? 'closed' : untilHalfOpen() > 0 ? 'open' : 'half-open'),
    refuseIfOpen,
    run: async (hasLeft, work) => {
      refuseIfOpen();
      const isProbe = openedAt !== null;
      const burstsBefore = bursts;
      probing = isProbe;
      try {
        const result = await work();
        learn('success', isProbe);
        return result;
      } catch (error) {
        // Of a burst that went out before the first refusal came back, all are refused at once, and one deadline cuts off all
        // that is on its way, also where the vendor answered well until then: that is one failure.
        const outcome = hasLeft() ? 'nothing' : outcomeOf(error);
        const comesInBursts = outcome === 'failure' && (isRefused(error) || isLate(error));
        const isCountedAlready = comesInBursts && bursts !== burstsBefore && !isProbe;
        if (comesInBursts && !isCountedAlready) bursts += 1;
        learn(isCountedAlready ? 'nothing' : outcome, isProbe);
        throw error;
      } finally {
        if (isProbe) probing = false;
      }
    },
  };
}

const isRefused = (error: unknown): error is SourceError =>
  error instanceof SourceError && error.code === 'UPSTREAM_RATE_LIMITED';

/** Any answer proves that the vendor is there; refused credentials may be the sign-in's fault and prove nothing. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof SourceError) || error.code === 'UPSTREAM_AUTH_FAILED') return 'nothing';
  // Our own rate limit refused it; the vendor was not asked.
  if (isRefused(error) && error.upstreamStatus === null) return 'nothing';
  if (FAILURES.has(error.code)) return 'failure';
  return error.upstreamStatus === null ? 'nothing' : 'success';
}

const circuitOpen = (sourceId: string, retryAfterMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_CIRCUIT_OPEN',
    message: `Source "${sourceId}" has failed too often in a row and is left alone for a moment.`,
    retryAfterMs,
  });

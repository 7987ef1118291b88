import { SourceError, type SourceErrorCode } from '../model/source-error.ts';
import type { BreakerState } from './circuit-breaker.ts';
import type { Clock } from './clock.ts';

/** What is known of a source from the requests that really went to it; times in milliseconds since 1970. */
export interface SourceHealth {
  readonly breaker: BreakerState;
  /** What went wrong the last time, though it may have gone well since: compare the times. */
  readonly lastError: SourceError | null;
  readonly lastErrorAt: number | null;
  readonly lastSuccessAt: number | null;
  /** The later of the two; `null`: never asked. */
  readonly lastCheckedAt: number | null;
}

export interface HealthRecord {
  read(): Omit<SourceHealth, 'breaker'>;
  /** Runs `work` and remembers how it went; a caller who left says nothing of the source. */
  watch<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** These are about the thing asked for; the source itself is well. */
const WELL: ReadonlySet<SourceErrorCode> = new Set(['NOT_FOUND', 'UPSTREAM_REJECTED']);

export function createHealthRecord(clock: Clock): HealthRecord {
  let lastError: SourceError | null = null;
  let lastErrorAt: number | null = null;
  let lastSuccessAt: number | null = null;

  const learn = (error: unknown) => {
    if (!(error instanceof SourceError)) return;
    // Our own rate limit refused it; the source was not asked.
    if (error.code === 'UPSTREAM_RATE_LIMITED' && error.upstreamStatus === null) return;
    if (WELL.has(error.code)) lastSuccessAt = clock.now();
    else {
      lastError = error;
      lastErrorAt = clock.now();
    }
  };

  return {
    read: () => ({ lastError, lastErrorAt, lastSuccessAt, lastCheckedAt: later(lastErrorAt, lastSuccessAt) }),
    watch: async (signal, work) => {
      try {
        const result = await work();
        lastSuccessAt = clock.now();
        return result;
      } catch (error) {
        if (!signal.aborted) learn(error);
        throw error;
      }
    },
  };
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

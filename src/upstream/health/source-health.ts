import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import { SOURCE_PARTITION } from '../auth/authenticator.ts';
import type { Clock } from '../clock.ts';
import type { BreakerState } from '../policies/circuit-breaker.ts';

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

export interface Watched {
  readonly hasLeft: () => boolean;
  /** Whose credentials it is made with. */
  readonly partition: string;
}

export interface HealthRecord {
  read(): Omit<SourceHealth, 'breaker'>;
  /** Runs `work` and remembers how it went, unless `hasLeft`: a caller who hangs up says nothing of the source. */
  watch<T>(attempt: Watched, work: () => Promise<T>): Promise<T>;
}

/** Where callers bring their own credentials, these are about one caller, and nobody else's to read. */
const OF_THE_CALLER: ReadonlySet<SourceErrorCode> = new Set([
  'UPSTREAM_AUTH_FAILED',
  'UPSTREAM_FORBIDDEN',
  'UNAUTHENTICATED',
]);

export function createHealthRecord(clock: Clock): HealthRecord {
  let lastError: SourceError | null = null;
  let lastErrorAt: number | null = null;
  let lastSuccessAt: number | null = null;

  const learn = (error: unknown, partition: string) => {
    if (!(error instanceof SourceError)) return;
    if (partition !== SOURCE_PARTITION && OF_THE_CALLER.has(error.code)) return;
    // Our own rate limit refused it; the source was not asked.
    if (error.code === 'UPSTREAM_RATE_LIMITED' && error.upstreamStatus === null) return;
    // About the thing that was asked for; the source itself is well.
    if (error.code === 'NOT_FOUND') lastSuccessAt = clock.now();
    else {
      lastError = error;
      lastErrorAt = clock.now();
    }
  };

  return {
    read: () => ({ lastError, lastErrorAt, lastSuccessAt, lastCheckedAt: later(lastErrorAt, lastSuccessAt) }),
    watch: async ({ hasLeft, partition }, work) => {
      try {
        const result = await work();
        lastSuccessAt = clock.now();
        return result;
      } catch (error) {
        if (!hasLeft()) learn(error, partition);
        throw error;
      }
    },
  };
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

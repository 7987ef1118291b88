import type { SourceError } from '../../model/source-error.ts';

export type SourceState = 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

/** How a source does; times in milliseconds since 1970. */
export interface SourceHealth {
  readonly state: SourceState;
  /** Why it last failed; `null` where it has answered since. */
  readonly lastError: SourceError | null;
  /** `null`: it was never asked. */
  readonly lastCheckedAt: number | null;
  /** The first failure since the last good answer; `null`: the last answer was good. */
  readonly failingSince: number | null;
}

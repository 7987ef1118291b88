import type { SourceError } from '../../model/source-error.ts';

export type SourceState = 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

/** How a source does; times in milliseconds since 1970. */
export interface SourceHealth {
  readonly state: SourceState;
  /** Why it last failed; `null` where it has answered since. */
  readonly lastError: SourceError | null;
  /** `null`: it was never asked. */
  readonly lastCheckedAt: number | null;
  /**
   * The first failure since the last good answer; or, where that was before, the first time that no answer came to what was asked,
   * if this was so now and again since. `null`: neither is so.
   */
  readonly failingSince: number | null;
}

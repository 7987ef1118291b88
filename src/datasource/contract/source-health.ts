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
   * The first failure since the last good answer, or since that to one credential where some requests had no answer at all; `null`:
   * neither is so.
   */
  readonly failingSince: number | null;
}

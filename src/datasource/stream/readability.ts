import { SourceError } from '../../model/source-error.ts';
import type { SourceHealth } from '../contract/source-health.ts';

/** Whether a source's answers can be read: a vendor can be in good health and say nothing that anybody understands. */
export interface Readability {
  readonly hasRead: () => void;
  /** Takes note of the failures that are about the shape of an answer. */
  readonly hasFailed: (error: unknown) => void;
  /** The health of the connection, and of what comes over it. */
  readonly over: (health: SourceHealth) => SourceHealth;
}

export function createReadability(): Readability {
  let lastFault: SourceError | null = null;
  return {
    hasRead: () => {
      lastFault = null;
    },
    hasFailed: (error) => {
      if (error instanceof SourceError && error.code === 'UPSTREAM_BAD_RESPONSE') lastFault = error;
    },
    over: (health) =>
      lastFault === null || health.state === 'DOWN'
        ? health
        : { ...health, state: 'DEGRADED', lastError: lastFault },
  };
}

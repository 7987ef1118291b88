export interface LockRule {
  /** Failures after which it locks. */
  readonly failures: number;
  /** In which they must lie; absent: in a row, however long ago. */
  readonly windowMs?: number;
  readonly lockedMs: number;
}

/** Locks something after too many failures, as identity services do. */
export interface Lock {
  readonly isLocked: () => boolean;
  readonly failed: () => void;
  readonly succeeded: () => void;
}

export function createLock({ failures, windowMs, lockedMs }: LockRule, now: () => number): Lock {
  let failedAt: number[] = [];
  let lockedUntil = Number.NEGATIVE_INFINITY;
  return {
    isLocked: () => now() < lockedUntil,
    failed: () => {
      const from = now() - (windowMs ?? Number.POSITIVE_INFINITY);
      failedAt = [...failedAt.filter((at) => at > from), now()];
      if (failedAt.length < failures) return;
      lockedUntil = now() + lockedMs;
      failedAt = [];
    },
    succeeded: () => {
      failedAt = [];
    },
  };
}

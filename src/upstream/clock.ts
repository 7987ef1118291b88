import { setTimeout as delay } from 'node:timers/promises';
import { abortError } from '../scope/abort.ts';

/** The time as the policies see it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Rejects with a `SourceError` as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const clock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      throw abortError(signal);
    }
  },
};

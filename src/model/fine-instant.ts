import type { Instant } from './job.ts';

/** An instant as a client may write it, finer than the milliseconds that are kept here. */
export interface FineInstant {
  readonly instant: Instant;
  /** The instant that is meant comes after `instant`, within the same millisecond. */
  readonly isLater: boolean;
}

/**
 * The instant as one end of a window of whole milliseconds. What is at or after the instant that is meant is at or after
 * this one, and what is before that is before this one.
 */
export const roundedUp = ({ instant, isLater }: FineInstant): Instant => (isLater ? instant + 1 : instant);

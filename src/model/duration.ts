import type { Instant } from './job.ts';
import { Temporal } from './temporal.ts';

/** A length of time, as ISO 8601 text. */
export type Duration = string;

const LONGEST_TEXT = 60;

/** `null`: not such a text, or not more than nothing. */
export function readDuration(value: unknown): Duration | null {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) return null;
  try {
    const duration = Temporal.Duration.from(value);
    return duration.sign > 0 ? duration.toString() : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** So long before an instant; days are those of UTC. What lies before all that can be told is the first that can. */
export function instantBefore(instant: Instant, duration: Duration): Instant {
  try {
    const from = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC');
    return from.subtract(duration).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return FIRST_INSTANT;
    throw error;
  }
}

const FIRST_INSTANT: Instant = -8.64e15;

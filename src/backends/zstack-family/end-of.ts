import type { TellOddity } from '../../datasource/wire/row-reader.ts';
import { possibleTime } from '../../datasource/wire/times.ts';
import type { Instant } from '../../model/job.ts';

/** A length that can be; below 0 the vendor says that there is none. */
export const lengthOf = (seconds: number | null): number | null =>
  seconds === null || seconds < 0 ? null : seconds;

/** The vendor gives the length of a run in whole seconds; `null`: it has not ended, or nobody can tell when. */
export function endOf(
  start: Instant | null,
  seconds: number | null,
  what: string,
  tell: TellOddity | undefined,
): Instant | null {
  const length = lengthOf(seconds);
  if (start === null || length === null) return null;
  const end = possibleTime(start + length * 1_000);
  if (end === null) tell?.(`${what}: not a length of time that can be`);
  return end;
}

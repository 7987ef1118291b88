import type { TellOddity } from '../../datasource/wire/row-reader.ts';
import { possibleTime } from '../../datasource/wire/times.ts';
import type { Instant } from '../../model/job.ts';

/** The vendor gives the length of a run in whole seconds; `null`: it has not ended, or nobody can tell when. */
export function endOf(
  start: Instant | null,
  seconds: number | null,
  what: string,
  tell: TellOddity | undefined,
): Instant | null {
  if (start === null || seconds === null || seconds < 0) return null;
  const end = possibleTime(start + seconds * 1_000);
  if (end === null) tell?.(`${what}: not a length of time that can be`);
  return end;
}

import { isLate } from '../../scope/is-late.ts';
import type { Attempt, Call } from '../call.ts';

/** What time it is, and how much of it the event loop was blocked. */
export interface Time {
  now(): number;
  readonly blockedMs: number;
}

/**
 * Whether an attempt that failed says anything of the vendor. It does not where nobody waits for it any more: the asker hung
 * up, or ran out of time in our own lines, or while we were too busy to hear an answer. A deadline that passes while the
 * vendor does not answer says as much as a time-out.
 */
export function speaksOfVendor(call: Call, time: Time): boolean {
  const { aborted, reason } = call.scope.signal;
  return !aborted || (isLate(reason) && vendorHadItsTime(call, time));
}

/** The wait for the vendor was the longer part, against the wait for us before it was asked and while it was. */
function vendorHadItsTime({ begunAt, sentAt, blockedAtSend }: Attempt, { now, blockedMs }: Time): boolean {
  if (sentAt === null) return false;
  const ours = sentAt - begunAt + (blockedMs - blockedAtSend);
  const vendors = now() - sentAt - (blockedMs - blockedAtSend);
  return vendors >= ours;
}

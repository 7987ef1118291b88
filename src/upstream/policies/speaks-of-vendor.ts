import { isLate } from '../../scope/abort.ts';
import type { LoopWatch } from '../clock.ts';
import type { Attempt, Call } from '../policy.ts';

/** What time it is, and whether this process was listening all the time. */
export interface Time {
  now(): number;
  readonly loop: Pick<LoopWatch, 'now' | 'listenedSince' | 'listenedFor'>;
}

/**
 * Whether an attempt that failed says anything about the vendor. It says nothing if nobody waits any more: the asker hung up,
 * or ran out of time in our own queues, or while we were too busy to read an answer. A deadline that passes while the vendor
 * does not answer says as much as a time-out.
 */
export function speaksOfVendor(call: Call, time: Time): boolean {
  const { aborted, reason } = call.scope.signal;
  return !aborted || (isLate(reason) && vendorHadItsTime(call, time));
}

/** It had more of the time than our own queues, and we listened. */
function vendorHadItsTime({ begunAt, sentAt, sentMoment }: Attempt, { now, loop }: Time): boolean {
  return sentAt !== null && now() - sentAt >= sentAt - begunAt && loop.listenedSince(sentMoment);
}

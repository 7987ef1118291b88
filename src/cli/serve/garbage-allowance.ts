/** How much garbage may lie beside what is used, in percent of that, before all of the heap is cleaned. */
export const USUAL_PERCENT = 40;
const MORE_PERCENT = 150;

/** All of the heap is cleaned often when it is again within this time, and seldom when it was not for so long. */
const OFTEN_MS = 3_000;
const SELDOM_MS = 30_000;
/** The part of its time in which the event loop works, above which memory is not what is short. */
const BUSY = 0.7;

/** Told of a cleaning of all of the heap: when it was, in milliseconds, and in which part of the time since the last one the event loop worked. */
export type GarbageAllowance = (at: number, utilization: number) => number;

/**
 * Gives how much garbage may lie about from then on, in percent of what is used. Under load, little is better: a busy process
 * has no use for more memory, since its requests are garbage before they grow old. Where the event loop has time to spare and the
 * heap is cleaned often all the same, large bodies fill it; each cleaning takes tens of milliseconds out of somebody's answer, so
 * there have to be fewer, until that is over.
 */
export function createGarbageAllowance(): GarbageAllowance {
  let last = Number.NEGATIVE_INFINITY;
  let percent = USUAL_PERCENT;
  return (at, utilization) => {
    const since = at - last;
    last = at;
    if (since >= SELDOM_MS) percent = USUAL_PERCENT;
    else if (since < OFTEN_MS) percent = utilization < BUSY ? MORE_PERCENT : USUAL_PERCENT;
    return percent;
  };
}

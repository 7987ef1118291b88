const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** When no worker has died for so long, the next one that does has nothing to do with those before. */
const QUIET_MS = 60_000;

/**
 * How long to wait before a worker that died is replaced, in milliseconds: a second, and twice as long each time that one
 * dies soon after another. What makes each of them die must not take the machine.
 */
export function createPauses(now: () => number = () => performance.now()): () => number {
  let next = FIRST_MS;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const time = now();
    if (time - last > QUIET_MS) next = FIRST_MS;
    const pause = next;
    last = time + pause;
    next = Math.min(LONGEST_MS, 2 * pause);
    return pause;
  };
}

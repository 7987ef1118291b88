import { setTimeout as delay } from 'node:timers/promises';

/** What moves on a port, told by all processes that share it. */
export interface Traffic {
  /** How many connections have come, ever. */
  readonly connections: number;
  /** Requests whose answers are under way; those that are held back do not count. */
  readonly running: number;
}

const QUIET_MS = 50;
const LONGEST_MS = 1_000;

/**
 * A connection that waits in the kernel when the port closes is reset. So a moment is waited for in which none comes, and no
 * answer goes out whose client would connect again at once. Somebody whose answer takes long, and new clients that come and
 * come, are not waited for beyond a second.
 */
export async function untilQuiet(traffic: () => Promise<Traffic>): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  let before = await traffic();
  while (performance.now() < until) {
    await delay(QUIET_MS);
    await new Promise(setImmediate);
    const now = await traffic();
    if (before.running === 0 && now.connections === before.connections) return;
    before = now;
  }
}

import { getHeapStatistics } from 'node:v8';
import type { IsStrained } from './admission.ts';

const SAMPLE_MS = 250;
/** How much later than due a timer comes where the process has more to do than it can. */
const LONG_LAG_MS = 500;
/** Of the memory that the process may have. */
const MOST_MEMORY = 0.9;

export interface Strain {
  readonly isStrained: IsStrained;
  readonly stop: () => void;
}

/**
 * Looks four times a second whether the process keeps up: whether memory is nearly full, or the event loop comes late twice in
 * a row. Once is no strain, but one long task, which has ended by then.
 */
export function watchStrain(memory: () => number = shareOfMemory): Strain {
  let dueAt = performance.now() + SAMPLE_MS;
  let wasLate = false;
  let isStrained = false;
  const timer = setInterval(() => {
    const now = performance.now();
    const isLate = now - dueAt > LONG_LAG_MS;
    isStrained = (isLate && wasLate) || memory() > MOST_MEMORY;
    wasLate = isLate;
    dueAt = now + SAMPLE_MS;
  }, SAMPLE_MS).unref();
  return { isStrained: () => isStrained, stop: () => clearInterval(timer) };
}

/** The fuller of two: V8's heap, and what a container gives to the whole process, where it is in one. */
function shareOfMemory(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const given = process.constrainedMemory();
  const isGiven = given > 0 && given < Number.MAX_SAFE_INTEGER;
  return Math.max(used / limit, isGiven ? process.memoryUsage.rss() / given : 0);
}

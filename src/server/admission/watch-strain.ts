import { getHeapStatistics } from 'node:v8';

const BEAT_MS = 25;
/** How often it is decided how wide the door is. */
const DECISION_MS = 250;
/** How much later than due a beat may come, on average, before the door gets narrower; and below what it gets wider again. */
const LONG_LAG_MS = 100;
const SHORT_LAG_MS = 50;
/** Of the memory that the process may have. */
const MOST_MEMORY = 0.9;

const NARROWER = 0.75;
const WIDER = 0.1;
/** With no place at all, nothing would free the memory that is full, and it would never get wider. */
const NARROWEST = 1 / 8;

export interface Strain {
  /** The part of the places that is good for the process now: from an eighth to 1. */
  readonly width: () => number;
  readonly stop: () => void;
}

/**
 * Sees by its own lateness whether the process keeps up. As many operations as vendors keep waiting cost little; as many as the
 * processor has to work on make each other slow, and then fewer at a time are answered sooner, and no fewer of them: so the
 * door gets narrower quickly, and wider slowly (additive increase, multiplicative decrease). While memory is nearly full, it
 * is as narrow as can be.
 */
export function watchStrain(memory: () => number = shareOfMemory): Strain {
  let width = 1;
  let lags: number[] = [];
  let dueAt = performance.now() + BEAT_MS;
  let decidedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    lags.push(Math.max(0, now - dueAt));
    dueAt = now + BEAT_MS;
    if (now - decidedAt < DECISION_MS) return;
    width = memory() > MOST_MEMORY ? NARROWEST : nextWidth(width, average(lags));
    lags = [];
    decidedAt = now;
  }, BEAT_MS).unref();
  return { width: () => width, stop: () => clearInterval(timer) };
}

function nextWidth(width: number, lagMs: number): number {
  if (lagMs > LONG_LAG_MS) return Math.max(NARROWEST, width * NARROWER);
  return lagMs < SHORT_LAG_MS ? Math.min(1, width + WIDER) : width;
}

const average = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The fuller of two: V8's heap, and what a container gives to the whole process, where it is in one. */
function shareOfMemory(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const given = process.constrainedMemory();
  const isGiven = given > 0 && given < Number.MAX_SAFE_INTEGER;
  return Math.max(used / limit, isGiven ? process.memoryUsage.rss() / given : 0);
}

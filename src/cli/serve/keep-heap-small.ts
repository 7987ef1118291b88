import { availableParallelism } from 'node:os';
import { constants, type PerformanceEntry, PerformanceObserver, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { createGarbageAllowance, USUAL_PERCENT } from './garbage-allowance.ts';

const { NODE_PERFORMANCE_GC_MAJOR: WHOLE } = constants;
/** What is cleaned because it was asked for, not because there was much. */
const ASKED_FOR =
  constants.NODE_PERFORMANCE_GC_FLAGS_FORCED | constants.NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE;

/** Whether all of the heap was cleaned because there was no room. */
function isForRoom({ detail }: PerformanceEntry & { readonly detail?: unknown }): boolean {
  if (typeof detail !== 'object' || detail === null || !('kind' in detail && 'flags' in detail)) return false;
  return detail.kind === WHOLE && (Number(detail.flags) & ASKED_FOR) === 0;
}

/** With fewer cores there is none for a thread that looks for garbage while requests are served: it would take turns with them. */
const CORES_FOR_MARKING = 4;

/** Read by the engine at the end of each cleaning of the whole heap. */
const allow = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);

/**
 * Left to itself, the engine lets garbage grow to three times of what is used. What a request makes is collected with the young
 * generation, mostly, so that under load all of the heap is cleaned once or twice in two seconds even with much less
 * (bench/RESULTS.md#memory-and-its-collection). It does not make the heap smaller while requests are served, 90 ms at a time,
 * either: that is done when nobody asks (`releaseMemoryWhenIdle`).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--no-memory-reducer');
  if (availableParallelism() < CORES_FOR_MARKING) setFlagsFromString('--no-concurrent-marking');
  const allowance = createGarbageAllowance();
  let before = performance.eventLoopUtilization();
  const noteCleaning = (at: number): void => {
    const now = performance.eventLoopUtilization();
    allow(allowance(at, performance.eventLoopUtilization(now, before).utilization));
    before = now;
  };
  allow(USUAL_PERCENT);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (isForRoom(entry)) noteCleaning(entry.startTime);
  }).observe({ type: 'gc' });
}

import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const START_LOOK_MS = 1_000;
const LOOK_MS = 5_000;
/** What few requests need is loaded in the first second in which nobody asks, and in this one at the latest. */
const LOAD_BY = 3;
/** The part of its time in which an event loop works that has nothing to do but its timers. */
const IDLE = 0.03;
/** Idle for so many looks in a row: more requests of a crowd might still come. */
const LOOKS = 2;
const MEBIBYTE = 1024 * 1024;
/** What is less than this above the least that was held since the last time is not worth the while. */
const WORTH = 32 * MEBIBYTE;

export interface Memory {
  /** Loads what few requests need, if anything. */
  readonly load?: () => Promise<unknown>;
  /** The part of the time since the last call in which the event loop worked. */
  readonly utilization: () => number;
  /** What is held, in bytes. */
  readonly held: () => number;
  /** Frees what is not used, and gives it back to the system. `isThorough`: the pages too in which new things are made; it takes twice as long. */
  readonly release: (isThorough: boolean) => void;
}

/**
 * Gives memory back when the start is over, in the first seconds in which nobody asks, and then whenever a rush is. The engine
 * collects garbage where it needs room, so a process without requests keeps what the last crowd has left, mostly: it takes
 * some tens of milliseconds, in which nobody is served, to free it. After the start it does more: how much may be held before
 * the next collection, the engine tells by what the last one has left, and before the first one it guesses, much too high. What few requests need is loaded just before,
 * where that holds up nobody.
 */
export function releaseMemoryWhenIdle({ load, utilization, held, release }: Memory): void {
  let toLoad = load;
  let looks = 0;
  let least = 0;
  const releaseAll = (isThorough: boolean): void => {
    release(isThorough);
    least = held();
  };
  const look = (): void => {
    const now = held();
    // What was needed then may have gone since: else what takes its place would never be freed.
    least = Math.min(least, now);
    looks = utilization() < IDLE ? looks + 1 : 0;
    // The next requests may come at any moment.
    if (looks >= LOOKS && now >= least + WORTH) releaseAll(false);
  };
  let seconds = 0;
  const lookAtStart = (): void => {
    seconds += 1;
    const isIdle = utilization() < IDLE;
    if (toLoad !== undefined && (isIdle || seconds >= LOAD_BY)) {
      // What fails is loaded once more by who needs it, and told there.
      toLoad().catch(() => undefined);
      toLoad = undefined;
      return;
    }
    if (!isIdle) return;
    clearInterval(start);
    releaseAll(true);
    setInterval(look, LOOK_MS).unref();
  };
  const start = setInterval(lookAtStart, START_LOOK_MS).unref();
}

/** Of this process. */
export function ownMemory(): Memory {
  let last = performance.eventLoopUtilization();
  return {
    utilization: () => {
      const before = last;
      last = performance.eventLoopUtilization();
      return performance.eventLoopUtilization(last, before).utilization;
    },
    held: () => {
      const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
      return heap + external;
    },
    release: collector(),
  };
}

/** Only contexts that are made under this flag have it. */
function collector(): (isThorough: boolean) => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect !== 'function')
    throw new TypeError('The engine does not collect garbage when it is asked to.');
  return (isThorough) =>
    void collect({ type: 'major', execution: 'sync', flavor: isThorough ? 'last-resort' : 'regular' });
}

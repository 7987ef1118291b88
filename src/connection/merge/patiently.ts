import type { Lane } from './lane.ts';

/**
 * Waits for some streams, and after `patienceMs` milliseconds lets all others read what the page may need: when the slow ones
 * are given up, no time is left for that. `missing`: how many rows the page misses.
 */
export async function patiently<T>(
  work: Promise<T>,
  patienceMs: number,
  lanes: () => readonly Lane[],
  missing: () => number,
): Promise<T> {
  const readAhead = (): void => {
    for (const { error, opening, stream, taken } of lanes())
      if (error === null && opening === null)
        stream.readAhead(taken.length + missing()).catch(() => undefined);
  };
  const timer = setTimeout(readAhead, patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = pathToFileURL(join(import.meta.dirname, '../../../')).href;

export interface Calls {
  /** Files of the gateway in which a function was called. */
  readonly files: readonly string[];
  readonly functions: number;
  /** Of these functions; an async one is called anew each time that it goes on. */
  readonly calls: number;
}

/** What of `src` each of several works calls, one after the other, by the engine's own count. Simulated vendors do not count. */
export async function countCalls(...works: readonly (() => Promise<unknown>)[]): Promise<Calls[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    const counted: Calls[] = [];
    for (const work of works) {
      await work();
      const { result } = await session.post('Profiler.takePreciseCoverage');
      counted.push(sum(result));
    }
    return counted;
  } finally {
    session.disconnect();
  }
}

function sum(scripts: readonly Profiler.ScriptCoverage[]): Calls {
  const called = scripts
    .filter(({ url }) => url.startsWith(`${ROOT}src/`) && !url.startsWith(`${ROOT}src/simulator/`))
    .map(({ url, functions }) => ({ file: url.slice(ROOT.length), counts: functions.map(countOf) }))
    .map(({ file, counts }) => ({ file, counts: counts.filter((count) => count > 0) }))
    .filter(({ counts }) => counts.length > 0);
  const counts = called.flatMap((one) => one.counts);
  return {
    files: called.map(({ file }) => file).sort(),
    functions: counts.length,
    calls: counts.reduce((total, count) => total + count, 0),
  };
}

/** The first range is the whole function. */
const countOf = ({ ranges }: Profiler.FunctionCoverage): number => ranges[0]?.count ?? 0;

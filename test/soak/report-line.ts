import type { Level } from './level.ts';
import type { CellReport } from './soak-cell.ts';

export interface NamedReport extends CellReport {
  readonly ill: string;
  readonly mode: string;
  readonly name: string;
  /** Rejections and warnings. */
  readonly heard: readonly string[];
}

/** By how much a process may hold more after the load than after the warm-up. */
const TOLERANCE = {
  sockets: 0,
  // Origins may have just been listed anew, which is given more time than a page; one listing of each source.
  timers: 5,
  signals: 10,
  listeners: 0,
  // Compiled code and the shapes that it has learnt, mostly in a process's first cell; leaks of 2 KiB are 2 MiB.
  heapMib: 1.5,
} satisfies Record<keyof Level, number>;

const NAMES = Object.keys(TOLERANCE) as (keyof Level)[];

/** What has grown by more than chance. */
export const growthOf = (before: Level, after: Level): string[] =>
  NAMES.filter((name) => after[name] - before[name] > TOLERANCE[name]);

export const levelLine = (before: Level, after: Level): string =>
  NAMES.map((name) => `${name} ${show(before, name)} > ${show(after, name)}`).join(' | ');

const show = (level: Level, name: keyof Level): string => level[name].toFixed(name === 'heapMib' ? 2 : 0);

/** One cell on one line, and whether all of it is as it should be. */
export function reportLine(report: NamedReport): { readonly line: string; readonly isGood: boolean } {
  const { before, after, wrong, log, heard, codes, faults, backMs, connections } = report;
  const grown = growthOf(before, after);
  const bad = [
    ...(wrong.names().length > 0 ? [`WRONG: ${wrong}`] : []),
    ...(grown.length > 0 ? [`GREW: ${grown.join(', ')}`] : []),
    ...(connections.after > connections.before ? ['GREW: connections'] : []),
    ...(log.length > 0 ? [`LOGGED ${log.length}: ${JSON.stringify(log[0])}`] : []),
    ...(heard.length > 0 ? [`HEARD ${heard.length}: ${heard[0]}`] : []),
  ];
  const parts = [
    report.ill,
    report.mode,
    report.name,
    String(codes),
    `faults ${faults}`,
    backMs === null ? 'back: not waited for' : `back in ${Math.round(backMs)} ms`,
    levelLine(before, after),
    `at vendors ${connections.before} > ${connections.after}`,
    bad.length === 0 ? 'good' : bad.join('; '),
  ];
  return { line: parts.join(' | '), isGood: bad.length === 0 };
}

import type { Contender } from '../contenders/contender.ts';
import { contenders } from '../contenders/index.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Line } from './line.ts';
import type { Load } from './load.ts';
import type { Pace } from './pace.ts';
import { runStage } from './run-stage.ts';

/** All stages of a workload, one after the other, with those of its contenders that are chosen; `null`: all. */
export async function runWorkload(
  workload: Workload,
  chosen: readonly string[] | null,
  load: Load,
  pace: Pace,
): Promise<Line[]> {
  const takesPart = ({ name, isSpecial = false }: Contender): boolean =>
    (workload.contenders?.includes(name) ?? !isSpecial) && (chosen?.includes(name) ?? true);
  const entrants = {
    contenders: contenders.filter(takesPart),
    sourceSettings: workload.sourceSettings ?? {},
  };
  const lines: Line[] = [];
  for (const stage of workload.stages) lines.push(...(await runStage(stage, entrants, load, pace)));
  return lines;
}

/** Those that give one merged list, of those that are chosen. `specials`: that take part as well. */
export const merging = (
  chosen: readonly string[] | null,
  specials: readonly string[],
): readonly Contender[] =>
  contenders.filter(
    ({ name, isSpecial, isUnmerged }) =>
      (isSpecial !== true || specials.includes(name)) &&
      isUnmerged !== true &&
      (chosen?.includes(name) ?? true),
  );

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
  const takesPart = ({ name }: Contender): boolean =>
    (workload.contenders?.includes(name) ?? true) && (chosen?.includes(name) ?? true);
  const lines: Line[] = [];
  for (const stage of workload.stages)
    lines.push(...(await runStage(stage, contenders.filter(takesPart), load, pace)));
  return lines;
}

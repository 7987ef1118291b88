import { workloads } from '../workloads/index.ts';
import { start } from '../workloads/start.ts';
import { w9 } from '../workloads/w9.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Load } from './load.ts';
import { measureMemory } from './measure-memory.ts';
import { measureStart } from './measure-start.ts';
import type { Pace } from './pace.ts';
import { merging, runWorkload } from './run-workload.ts';
import { tableOf } from './table.ts';

export interface Options {
  /** Contenders by name; `null`: all. */
  readonly chosen: readonly string[] | null;
  readonly load: Load;
  readonly pace: Pace;
}

/** Whatever can be asked for by name; it makes a table. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  readonly measure: (options: Options) => Promise<string>;
}

const comparison = (workload: Workload): Measurement => ({
  ...workload,
  measure: async ({ chosen, load, pace }) =>
    tableOf(workload, await runWorkload(workload, chosen, load, pace)),
});

export const measurements: readonly Measurement[] = [
  ...workloads.map(comparison),
  {
    ...w9,
    measure: ({ chosen, load, pace }) =>
      measureMemory(w9, merging(chosen, w9.specials), load, pace.longSeconds),
  },
  {
    ...start,
    measure: ({ chosen, pace }) => measureStart(start, merging(chosen, start.specials), pace.rounds),
  },
];

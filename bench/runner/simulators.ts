import { join } from 'node:path';
import type { SimulatorOrder } from '../simulators/order.ts';
import type { Access } from '../world/access.ts';
import type { World } from '../world/world.ts';
import { ask } from './ask.ts';
import { startChild } from './child.ts';

const PROGRAM = join(import.meta.dirname, '../simulators/main.ts');
const PATIENCE_MS = 30_000;

export interface Simulators {
  /** Servers for one contender. */
  readonly open: (contender: string) => Promise<Access>;
  /** Requests that these servers have had so far. */
  readonly count: (contender: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** All vendors of one world, in one process. */
export function startSimulators(world: World): Simulators {
  const child = startChild([process.execPath, PROGRAM, JSON.stringify(world)], { core: 1, talks: true });
  const order = <Answer>(what: SimulatorOrder): Promise<Answer> => ask<Answer>(child, what, PATIENCE_MS);
  return {
    open: (contender) => order<Access>({ kind: 'open', contender }),
    count: (contender) => order<number>({ kind: 'count', contender }),
    stop: child.stop,
  };
}

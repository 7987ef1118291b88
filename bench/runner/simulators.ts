import { join } from 'node:path';
import type { Access } from '../world/access.ts';
import type { World } from '../world/world.ts';
import { ask } from './ask.ts';
import { startChild } from './child.ts';

const PROGRAM = join(import.meta.dirname, '../simulators/main.ts');
const START_MS = 30_000;
const ANSWER_MS = 10_000;

export interface Simulators {
  readonly access: Access;
  /** Requests that the vendors have had so far. */
  readonly requests: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** All vendors of one world, in one process. */
export async function startSimulators(world: World): Promise<Simulators> {
  const child = startChild([process.execPath, PROGRAM, JSON.stringify(world)], { core: 1, talks: true });
  const access = await ask<Access>(child, undefined, START_MS);
  return { access, requests: () => ask<number>(child, 'requests', ANSWER_MS), stop: child.stop };
}

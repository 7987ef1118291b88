import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../../config/config.ts';
import { type DemoFaults, readDemoFaults, setDemoFaults } from '../../simulator/demo-faults.ts';
import { createDemoWorld, type DemoWorld } from '../../simulator/demo-world.ts';
import { StartFault } from '../start-fault.ts';
import { DEMO_FAULT } from './demo-tab.ts';
import { readDemo } from './read-demo.ts';

export interface Demo {
  /** Follows what a request says of faults; without a word, those of the start hold. */
  readonly onRequest: (headers: IncomingHttpHeaders) => void;
  readonly config: Config;
  /** The same as it stands in a file. */
  readonly text: string;
  readonly close: () => Promise<void>;
}

/** All vendors, simulated on loopback ports of this process, seeded and alive. */
/** Throws `StartFault` where `fault` is none. */
export async function startDemo(allowAnonymous: boolean, fault: string | null): Promise<Demo> {
  const world = await createDemoWorld({ isLifelike: true });
  const ids = world.sources.map(({ id }) => String(id));
  const faults = fault === null ? NONE : readDemoFaults(fault, ids);
  if (typeof faults === 'string') {
    await world.close();
    throw new StartFault(`--fault: ${faults}`);
  }
  setDemoFaults(world, faults);
  const text = JSON.stringify({ access: { allowAnonymous }, sources: world.sources });
  try {
    return { config: readDemo(text), text, close: world.close, onRequest: followFaults(world, ids, faults) };
  } catch (error) {
    await world.close();
    throw error;
  }
}

const NONE: DemoFaults = new Map();

function followFaults(world: DemoWorld, ids: readonly string[], usual: DemoFaults): Demo['onRequest'] {
  let said: string | null = null;
  return (headers) => {
    const word = headers[DEMO_FAULT];
    const now = typeof word === 'string' ? word : null;
    if (now === said) return;
    said = now;
    const faults = now === null ? usual : readDemoFaults(now, ids);
    setDemoFaults(world, typeof faults === 'string' ? usual : faults);
  };
}

import { stringify } from 'yaml';
import { createDemoWorld } from '../simulator/demo-world.ts';
import { registry } from '../simulator/registry.ts';
import type { SimulateCommand } from './arguments.ts';
import { StartFault } from './start-fault.ts';

export interface Simulation {
  /** A configuration that reaches the simulators, as YAML. */
  readonly config: string;
  readonly close: () => Promise<void>;
}

/** Starts one simulated vendor, or all with their identity service. Throws `StartFault`. */
export async function simulate(command: SimulateCommand): Promise<Simulation> {
  const { backend, port, jobs, origins, seed, latencyMs } = command;
  const given = Object.fromEntries(
    Object.entries({ jobs, origins, seed, latencyMs }).filter(([, value]) => value !== null),
  );
  if (backend === null) {
    if (port !== null)
      throw new StartFault('`--port` goes with `--backend`: several vendors cannot share one port.');
    const world = await createDemoWorld(given);
    return { config: asYaml(world.sources), close: world.close };
  }
  const vendor = registry.get(backend);
  if (vendor === undefined) {
    throw new StartFault(
      `There is no backend \`${backend}\`; there are: ${[...registry.keys()].join(', ')}.`,
    );
  }
  const simulator = await vendor.create({ ...given, port: port ?? 0 });
  return { config: asYaml([{ id: backend, backend, ...simulator.settings }]), close: simulator.close };
}

const asYaml = (sources: readonly object[]): string => stringify({ sources });

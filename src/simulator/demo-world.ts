import { createIamSimulator, DEMO_PROJECT, type IamSimulator } from './iam.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { registry, type SimulatedVendor } from './registry.ts';

/** `jobs` and `origins` are those of each vendor. */
export interface DemoWorldOptions extends Partial<Omit<SimulatorOptions, 'port'>> {
  /** Only these vendors; default: all. */
  readonly backends?: readonly string[];
  /** What only one vendor's simulator knows, by its backend. */
  readonly only?: Readonly<Record<string, object>>;
}

export interface DemoWorld {
  /** The sources of a configuration that reaches all of it, by the registry. */
  readonly sources: Record<string, unknown>[];
  /** In the order of the sources. */
  readonly simulators: Simulator[];
  readonly iam: IamSimulator;
  readonly close: () => Promise<void>;
}

/** All simulated vendors, and the identity service in which some of them sign in. */
export async function createDemoWorld(options: DemoWorldOptions = {}): Promise<DemoWorld> {
  const { latencyMs = 0, now = Date.now, seed = 1 } = options;
  const iam = await createIamSimulator({ latencyMs, now });
  const { backends = [...registry.keys()], only = {}, ...rest } = options;
  const chosen = [...registry].filter(([backend]) => backends.includes(backend));
  const simulators = await Promise.all(
    chosen.map(([backend, vendor], place) =>
      vendor.create({ ...rest, seed: seed + place, ...accessOf(vendor, iam), ...only[backend] }),
    ),
  );
  const sources = simulators.map(({ backend, settings }, place) => ({
    id: chosen[place]?.[1].sourceId ?? backend,
    backend,
    ...settings,
  }));
  const close = async (): Promise<void> => {
    await Promise.all([iam, ...simulators].map((one) => one.close()));
  };
  return { sources, simulators, iam, close };
}

function accessOf({ signsInBy }: SimulatedVendor, { passwordAccess, keyAccess }: IamSimulator) {
  if (signsInBy === undefined) return {};
  return { projectId: DEMO_PROJECT.id, ...(signsInBy === 'key' ? keyAccess : passwordAccess) };
}

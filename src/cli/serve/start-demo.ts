import type { Config } from '../../config/config.ts';
import { parseConfig } from '../../config/load-config.ts';
import { renderFaults } from '../../config/render-faults.ts';
import { settingsSchemas } from '../../create-gateway.ts';
import { createDemoWorld } from '../../simulator/demo-world.ts';

export interface Demo {
  readonly config: Config;
  /** The same as it stands in a file. */
  readonly text: string;
  readonly close: () => Promise<void>;
}

/** All vendors, simulated on loopback ports of this process, seeded and alive. */
export async function startDemo(allowAnonymous: boolean): Promise<Demo> {
  const world = await createDemoWorld();
  const text = JSON.stringify({ access: { allowAnonymous }, sources: world.sources });
  try {
    return { config: readDemo(text), text, close: world.close };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** The configuration of a demo that runs. */
export function readDemo(text: string): Config {
  const result = parseConfig(text, 'demo', {}, settingsSchemas);
  if (result.ok) return result.config;
  throw new TypeError(renderFaults(result.faults));
}

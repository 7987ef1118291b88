import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/load-config.ts';
import { renderFaults } from '../config/render-faults.ts';
import { settingsSchemas } from '../create-gateway.ts';
import { createDemoWorld } from '../simulator/demo-world.ts';

export interface Demo {
  readonly config: Config;
  readonly close: () => Promise<void>;
}

/** All five vendors, simulated on loopback ports of this process, seeded and alive. */
export async function startDemo(allowAnonymous: boolean): Promise<Demo> {
  const world = await createDemoWorld();
  const text = JSON.stringify({ access: { allowAnonymous }, sources: world.sources });
  const result = parseConfig(text, 'demo', {}, settingsSchemas);
  if (result.ok) return { config: result.config, close: world.close };
  await world.close();
  throw new TypeError(renderFaults(result.faults));
}

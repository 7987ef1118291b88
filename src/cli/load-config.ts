import { dirname, resolve } from 'node:path';
import type { Config, Environment } from '../config/config.ts';
import { readConfig } from '../config/load-config.ts';
import { renderFaults } from '../config/render-faults.ts';
import { settingsSchemas } from '../create-gateway.ts';
import { StartFault } from './start-fault.ts';

/** Reads the configuration; throws `StartFault` with all that is wrong with it. */
export async function loadConfig(file: string, environment: Environment): Promise<Config> {
  const result = await readConfig(file, environment, settingsSchemas);
  if (!result.ok) throw new StartFault(renderFaults(result.faults));
  return withPathsFrom(dirname(file), result.config);
}

/** Files that the configuration names stand beside it. */
function withPathsFrom(folder: string, config: Config): Config {
  const { knownOperations } = config.server;
  if (knownOperations === undefined) return config;
  const file = resolve(folder, knownOperations.file);
  const files = [...(config.files ?? []), file];
  return { ...config, files, server: { ...config.server, knownOperations: { ...knownOperations, file } } };
}

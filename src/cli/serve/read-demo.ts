import type { Config } from '../../config/config.ts';
import { parseConfig } from '../../config/load-config.ts';
import { renderFaults } from '../../config/render-faults.ts';
import { settingsSchemas } from '../../create-gateway.ts';

/** The configuration of a demo that runs. */
export function readDemo(text: string): Config {
  const result = parseConfig(text, 'demo', {}, settingsSchemas);
  if (result.ok) return result.config;
  throw new TypeError(renderFaults(result.faults));
}

import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { renderFaults } from '../../src/config/render-faults.ts';
import { settingsSchemas } from '../../src/create-gateway.ts';

/** A vendor that can be reached: a simulator, or a server of a test's own. */
export interface Vendor {
  /** Of the source; left out: the name of the backend. */
  readonly id?: string;
  readonly backend: string;
  /** The source's configuration without `id` and `backend`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The configuration that reaches the vendors, parsed as one from a file is. `extra`: settings that all sources share. */
export function configOf(
  vendors: readonly Vendor[],
  extra: Readonly<Record<string, unknown>> = {},
  server: Readonly<Record<string, unknown>> = {},
  access?: Readonly<Record<string, unknown>>,
): Config {
  const sources = vendors.map(({ id, backend, settings }) => ({
    id: id ?? backend,
    backend,
    ...settings,
    ...extra,
  }));
  const result = parseConfig(JSON.stringify({ server, access, sources }), 'test', {}, settingsSchemas);
  if (!result.ok) throw new TypeError(renderFaults(result.faults));
  return result.config;
}

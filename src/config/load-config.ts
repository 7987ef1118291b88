import { checkConfig, type SettingsSchemas } from './check-config.ts';
import type { ConfigFault, ConfigResult, Environment } from './config.ts';
import type { NodeFault } from './config-node.ts';
import { expandSources } from './expand-sources.ts';
import { readConfigText } from './read-config-text.ts';
import { readYaml, type YamlText } from './read-yaml.ts';
import { namedFiles } from './secret-file.ts';

export type { SettingsSchemas } from './check-config.ts';
export type { Config, ConfigFault, ConfigResult, Environment, ServerConfig, SourceConfig } from './config.ts';

/**
 * A configuration from YAML text, or everything that is wrong with it, sorted by place. Never throws.
 * `file` only names the text in faults. `schemas`: backend name → zod `strictObject` of all keys of a source entry except
 * `id` and `backend`; they must parse synchronously and give an object.
 */
export function parseConfig(
  text: string,
  file: string,
  env: Environment,
  schemas: SettingsSchemas,
): ConfigResult {
  const files = namedFiles(file);
  const yaml = readYaml(text.replace(/^\uFEFF/, ''), env, files);
  if (yaml.root === null) return refuse(yaml.faults.length > 0 ? yaml.faults : [EMPTY], yaml, file);
  const expanded = expandSources(yaml.root, env);
  const { config, faults } = checkConfig(expanded.root, schemas, (offset) => yaml.placeOf(offset).line);
  const all = [...yaml.faults, ...expanded.faults, ...faults];
  if (config === null || all.length > 0) return refuse(all, yaml, file);
  return { ok: true, config: files.paths.size === 0 ? config : { ...config, files: [...files.paths] } };
}

/**
 * The same from a file of at most 1 MiB of UTF-8, with or without a byte order mark. A file that cannot be read, or holds
 * no text, is one fault at 1:1.
 */
export async function readConfig(
  file: string,
  env: Environment,
  schemas: SettingsSchemas,
): Promise<ConfigResult> {
  const read = await readConfigText(file);
  if (!read.ok) return { ok: false, faults: [{ file, line: 1, column: 1, message: read.message }] };
  return parseConfig(read.text, file, env, schemas);
}

const EMPTY: NodeFault = { offset: 0, message: 'the file is empty; write `sources:` and a list of sources' };

function refuse(faults: readonly NodeFault[], yaml: YamlText, file: string): ConfigResult {
  const placed = faults.map(({ offset, message }) => ({ file, ...yaml.placeOf(offset), message }));
  const unique = new Map(placed.map((fault) => [`${fault.line}:${fault.column} ${fault.message}`, fault]));
  return { ok: false, faults: [...unique.values()].sort(byPlace) };
}

const byPlace = (a: ConfigFault, b: ConfigFault): number =>
  a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1);

import assert from 'node:assert/strict';
import {
  type Config,
  type Environment,
  parseConfig,
  type SourceConfig,
} from '../../../src/config/load-config.ts';
import { renderFaults } from '../../../src/config/render-faults.ts';
import { schemas } from './schemas.ts';

/** The configuration of a text that must be right. */
export function accept(yaml: string, env: Environment = {}): Config {
  const result = parseConfig(yaml, 'c.yaml', env, schemas);
  if (!result.ok) assert.fail(renderFaults(result.faults));
  return result.config;
}

/** The faults of a text that must be wrong, as `line:column message`. */
export function refuse(yaml: string, env: Environment = {}): string[] {
  const result = parseConfig(yaml, 'c.yaml', env, schemas);
  assert.equal(result.ok, false, 'accepted');
  return result.ok ? [] : result.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** A file with one alpha source; `extra` are further lines of it, `auth` its flow map. */
export const alphaFile = (extra = '', auth = '{ type: account, account: admin, password: pw }') =>
  `sources:\n  - id: dc1\n    backend: alpha\n    endpoint: http://10.0.0.5:8080\n    auth: ${auth}\n${extra}`;

/** A file with one beta source; `extra` are further lines of it. */
export const betaFile = (extra = '') =>
  `sources:\n  - id: b\n    backend: beta\n    region: cn-north-4\n${extra}`;

/** The credentials of a source. */
export function authOf(source: SourceConfig | undefined): unknown {
  const { auth } = source?.settings ?? {};
  return auth;
}

/** `${NAME}` or `${NAME:-fallback}`. */
export const reference = (name: string, fallback?: string): string =>
  `\${${name}${fallback === undefined ? '' : `:-${fallback}`}}`;

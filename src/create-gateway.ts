import { randomBytes } from 'node:crypto';
import type { Backend } from './backends/backend.ts';
import { backends } from './backends/index.ts';
import type { Config, SourceConfig } from './config/config.ts';
import { createCursorSigner } from './connection/cursor/cursor-signer.ts';
import type { Gateway } from './context.ts';
import { createJobSource } from './datasource/source/create-job-source.ts';
import type { OnDefect } from './datasource/source/guard-source.ts';
import type { JobSource } from './datasource/source/job-source.ts';
import { createTransport } from './upstream/create-transport.ts';
import { healthOf } from './upstream/health/source-state.ts';

export interface OpenGateway extends Gateway {
  readonly close: () => Promise<void>;
}

/** Who is told of what happens to no request in particular; absent: nobody. */
export interface GatewayListeners {
  /** A row has a status word that no table has. */
  readonly onUnknownStatus?: (backend: string) => void;
  /** Something was thrown by mistake while a source was read. */
  readonly onDefect?: OnDefect;
}

const ignore = (): void => undefined;

/** Rows that may be read and found not to match a filter, in one page: of all sources together, and of each. */
const SCAN_LIMITS = { perRequest: 10_000, perSource: 5_000 };

/** Backend name → schema of its settings, for reading the configuration. */
export const settingsSchemas = new Map(backends.map(({ name, settings }) => [name, settings]));

/** Makes every configured source ready; nothing is asked of a vendor yet. Without a key, cursors end with the process. */
export function createGateway(config: Config, listeners: GatewayListeners = {}): OpenGateway {
  const sources = new Map(config.sources.map((entry) => [entry.id, connectSource(entry, listeners)]));
  return {
    sources,
    signer: createCursorSigner(config.server.cursorKey ?? randomBytes(32).toString('base64')),
    scanLimits: config.server.scan ?? SCAN_LIMITS,
    close: async () => {
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}

/** One configured source: its backend's definition, on a transport of its own. */
export function connectSource(
  { id, backend, settings }: SourceConfig,
  { onUnknownStatus = ignore, onDefect = ignore }: GatewayListeners = {},
): JobSource {
  const { definition, endpoint, authenticator, settings: common } = backendNamed(backend).connect(settings);
  const transport = createTransport({
    sourceId: id,
    endpoint,
    authenticator,
    readFault: definition.readFault,
    limits: common,
  });
  return createJobSource({
    id,
    definition,
    transport,
    deadlineMs: common.deadlineMs,
    discoveryMs: common.discoverySeconds * 1_000,
    wholeRows: common.wholeRows,
    health: () => healthOf(transport.health()),
    onUnknownStatus: () => onUnknownStatus(backend),
    onDefect,
  });
}

function backendNamed(name: string): Backend {
  const backend = backends.find((candidate) => candidate.name === name);
  if (backend === undefined) throw new RangeError(`There is no backend ${name}.`);
  return backend;
}

import { randomBytes } from 'node:crypto';
import type { Backend, CommonSettings, Connection } from './backends/backend.ts';
import { backends } from './backends/index.ts';
import type { Config, SourceConfig } from './config/config.ts';
import { createCursorSigner } from './connection/cursor/cursor-codec.ts';
import type { Gateway } from './context.ts';
import { createJobSource } from './datasource/source/create-job-source.ts';
import type { JobSource, SourceAbout } from './datasource/source/job-source.ts';
import { DEFAULT_LIMITS } from './limits/limits.ts';
import type { SourceLink } from './observe/sources.ts';
import { createDefects, type OnDefect } from './scope/defects.ts';
import type { Watch } from './scope/watch.ts';
import { cleanValues } from './secrets/clean-values.ts';
import { type CredentialRegistry, createCredentialRegistry } from './upstream/auth/credential-registry.ts';
import { createTransport } from './upstream/create-transport.ts';
import { healthOf } from './upstream/health.ts';

export interface OpenGateway extends Gateway {
  /** How old an answer may be that several share, in milliseconds: what the strictest source allows. */
  readonly shareMs: number;
  /** By the id of the source. */
  readonly links: ReadonlyMap<string, SourceLink>;
  readonly close: () => Promise<void>;
}

/** Who is told of what happens to no request in particular; absent: nobody. */
export interface GatewayListeners {
  /** A row has a status word that no table has. */
  readonly onUnknownStatus?: (backend: string, sourceId: string) => void;
  /** Something was thrown by mistake while a source was read. */
  readonly onDefect?: OnDefect;
  /** Told of each request to a vendor. */
  readonly watch?: Watch;
  /** A source has been made ready. */
  readonly onOpen?: (link: SourceLink) => void;
}

const ignore = (): void => undefined;

/** Rows that may be read and found not to match a filter, in one page: of all sources together, and of each. */
const SCAN_LIMITS = { perRequest: 10_000, perSource: 5_000 };

/** Requests to vendors of one operation, beside those for its lists. */
const VENDOR_REQUESTS = 500;

/** Backend name → schema of its settings, for reading the configuration. */
export const settingsSchemas = new Map(backends.map(({ name, settings }) => [name, settings]));

/** Makes every configured source ready; nothing is asked of a vendor yet. Without a key, cursors end with the process. */
export function createGateway(
  config: Config,
  listeners: GatewayListeners = {},
  credentials: CredentialRegistry = createCredentialRegistry(),
  connect: typeof connectSource = connectSource,
): OpenGateway {
  const links = new Map<string, SourceLink>();
  const all = { ...listeners, onOpen: (link: SourceLink) => links.set(link.id, link) };
  const sources = new Map(config.sources.map((entry) => [entry.id, connect(entry, all, credentials)]));
  return {
    sources,
    links,
    signer: createCursorSigner(config.server.cursorKey ?? randomBytes(32).toString('base64')),
    scanLimits: config.server.scan ?? SCAN_LIMITS,
    budget: {
      vendorRequests: config.server.vendorRequests ?? VENDOR_REQUESTS,
      rows: config.server.limits?.rows ?? DEFAULT_LIMITS.rows,
    },
    answerBytes: config.server.limits?.answerBytes ?? DEFAULT_LIMITS.answerBytes,
    sourceErrors: config.server.sourceErrors ?? 'errors',
    shareMs: 1_000 * Math.min(...config.sources.map(shareSecondsOf)),
    close: async () => {
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}

const shareSecondsOf = ({ settings: { shareSeconds } }: SourceConfig): number =>
  typeof shareSeconds === 'number' ? shareSeconds : 0;

/** One configured source: its backend's definition, on a transport of its own. `credentials`: those of all; default: its own. */
export const connectSource = (
  { id, backend, settings }: SourceConfig,
  listeners: GatewayListeners = {},
  credentials?: CredentialRegistry,
): JobSource => openSource(id, backendNamed(backend).connect(settings), listeners, credentials);

/** The source that a connection makes. */
export function openSource(
  id: string,
  { definition, endpoint, authenticator, headers = {}, settings }: Connection,
  { onUnknownStatus = ignore, onDefect = ignore, onOpen = ignore, watch }: GatewayListeners,
  credentials: CredentialRegistry = createCredentialRegistry(),
): JobSource {
  const defects = createDefects(id, (reason, sourceId) => onDefect(clean(reason), sourceId));
  const transport = createTransport({
    sourceId: id,
    endpoint,
    authenticator,
    credentials,
    readFault: definition.readFault,
    headers,
    limits: settings,
    deadlineMs: settings.deadlineMs,
    connection: settings,
    watch,
  });
  const clean = (reason: string): string => cleanValues(transport.secrets()).text(reason);
  const source = createJobSource({
    id,
    definition,
    transport,
    deadlineMs: settings.deadlineMs,
    recoveryMs: settings.breaker.halfOpenAfterMs,
    discoveryMs: settings.discoverySeconds * 1_000,
    shareMs: settings.shareSeconds * 1_000,
    wholeRows: settings.wholeRows,
    about: aboutOf(settings),
    health: () => healthOf(transport.health()),
    onUnknownStatus: () => onUnknownStatus(definition.name, id),
    defects,
  });
  onOpen({
    id,
    backend: definition.name,
    health: source.health,
    breaker: () => transport.health().breaker,
    occupancy: () => transport.occupancy,
    secrets: () => transport.secrets(),
  });
  return source;
}

function backendNamed(name: string): Backend {
  const backend = backends.find((candidate) => candidate.name === name);
  if (backend === undefined) throw new RangeError(`There is no backend ${name}.`);
  return backend;
}

const aboutOf = ({ name, region, host, labels, jobUrl }: CommonSettings): SourceAbout => ({
  name: name ?? null,
  region: region ?? null,
  host: host ?? null,
  labels: labels ?? {},
  jobUrl: jobUrl ?? null,
});

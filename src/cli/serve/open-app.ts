import type { RequestListener } from 'node:http';
import type { Access } from '../../access/create-access.ts';
import { seesAll } from '../../access/visible-sources.ts';
import type { Config } from '../../config/config.ts';
import { OPERATING_DEFAULTS } from '../../config/operating.ts';
import { createContext, type Gateway } from '../../context.ts';
import { createGateway } from '../../create-gateway.ts';
import type { Observer } from '../../observe/create-observer.ts';
import { logDefects } from '../../observe/log/log-defects.ts';
import { probeSources } from '../../observe/probe-sources.ts';
import type { Tracing } from '../../observe/traces/tracing.ts';
import type { Admission } from '../../server/admission/admission.ts';
import type { Operations, SourceReadiness } from '../../server/routes.ts';
import { createServer } from '../../server.ts';
import type { CredentialRegistry } from '../../upstream/auth/credential-registry.ts';
import { accessTo } from '../access-to.ts';
import { readOperations } from '../read-operations.ts';
import { schemaOf } from '../schema-of.ts';
import { version } from '../version.ts';
import { demoTabs } from './demo-tab.ts';

/** All that one configuration makes: it goes when another takes its place. */
export interface App {
  readonly config: Config;
  readonly listener: RequestListener;
  /** How each source does. */
  readonly sources: () => readonly SourceReadiness[];
  readonly close: () => Promise<void>;
}

/** What outlives the configuration. */
export interface AppSurroundings {
  readonly observer: Observer;
  /** Operations that run by another configuration have their places too. */
  readonly admission: Admission;
  /** `null`: no traces are wanted. */
  readonly tracing: Tracing | null;
  readonly isReady: () => boolean;
  /** Whether a request can make its vendors ill. */
  readonly isDemo: boolean;
  /** What it listens on. */
  readonly host: string;
  /** For this process and its like. */
  readonly metrics: () => Promise<string>;
  /** Signs cursors where the configuration has no key: they live as long as the process, and its like. */
  readonly cursorKey: string;
  /** `undefined`: the configuration's own. */
  readonly credentials: CredentialRegistry | undefined;
}

/** Everything that serves requests by this configuration; from now on the observer follows its sources. Throws `StartFault`. */
export function openApp(config: Config, surroundings: AppSurroundings): App {
  const { observer, tracing, cursorKey } = surroundings;
  const access = accessTo(config, surroundings.host);
  const schema = schemaOf(config);
  const known = config.server.knownOperations;
  const knownOperations = known && {
    only: known.only,
    texts: readOperations(known.file, schema, config.server.limits),
  };
  const gateway = createGateway(
    { ...config, server: { cursorKey, ...config.server } },
    {
      onUnknownStatus: observer.countUnknownStatus,
      onDefect: logDefects(observer.log),
      watch: observer.watch,
    },
    surroundings.credentials,
  );
  const sources = () => [...gateway.sources.values()].map(readinessOf);
  const http = createServer({
    schema,
    context: (asked, caller) => createContext(gateway, asked, caller, tracing?.begin(asked.header) ?? null),
    access,
    allowedOrigins: config.server.allowedOrigins ?? [],
    ...(knownOperations && { knownOperations }),
    shareMs: gateway.shareMs,
    ...(config.server.limits && { limits: config.server.limits }),
    admission: surroundings.admission,
    operations: operationsFor(config, access, sources, surroundings),
    ...(surroundings.isDemo ? { graphiqlTabs: demoTabs } : {}),
    version,
    observer,
  });
  observer.follow(gateway.links);
  const { probeSeconds = OPERATING_DEFAULTS.probeSeconds } = config.server;
  const probes = probeSources(probeSeconds === 0 ? [] : gateway.sources.values(), probeSeconds * 1_000);
  return {
    config,
    listener: http,
    sources,
    close: async () => {
      probes.stop();
      await http.dispose();
      await gateway.close();
    },
  };
}

/** Metrics are read in one place alone: who may ask queries need not know them. */
const operationsFor = (
  { server }: Config,
  access: Access,
  sources: App['sources'],
  { isReady, metrics }: AppSurroundings,
): Operations => ({
  readiness: (host) => ({
    isReady: isReady(),
    sources: isOpen(access) && access.isAllowedHost(host) ? sources() : [],
  }),
  metrics: server.metrics === undefined ? metrics : null,
});

function readinessOf(
  source: Gateway['sources'] extends ReadonlyMap<string, infer S> ? S : never,
): SourceReadiness {
  const { state, lastError } = source.health();
  return { id: source.id, state, code: lastError?.code ?? null };
}

/** Whether somebody who tells nothing of themselves may see all. */
function isOpen({ authenticate }: Access): boolean {
  const verdict = authenticate(() => null);
  return 'ok' in verdict && verdict.ok && seesAll(verdict.caller.principal.rights);
}

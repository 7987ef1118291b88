import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import { OPERATING_DEFAULTS } from '../../config/operating.ts';
import { createObserver, type Observer } from '../../observe/create-observer.ts';
import type { Tracing } from '../../observe/traces/tracing.ts';
import { fairLoop } from '../../scope/fair-loop.ts';
import { Admission, type AdmissionLimits } from '../../server/admission/admission.ts';
import { watchStrain } from '../../server/admission/watch-strain.ts';
import { PATHS } from '../../server/routes.ts';
import type { CredentialRegistry } from '../../upstream/auth/credential-registry.ts';
import { version } from '../version.ts';
import { AppSwitch } from './app-switch.ts';
import { createDrain, type PortSharers } from './create-drain.ts';
import { listen } from './listen.ts';
import { type App, openApp } from './open-app.ts';
import type { Traffic } from './until-quiet.ts';

export interface ServingOptions {
  readonly config: Config;
  /** Before those of the configuration; `null`: not given. */
  readonly port: number | null;
  readonly host: string | null;
  /** Signs cursors where the configuration has no key. */
  readonly cursorKey: string;
  /** Of the demo: told of each request's headers. */
  readonly onRequest?: ((headers: IncomingHttpHeaders) => void) | null;
  /** Default: of this process alone. */
  readonly metrics?: () => Promise<string>;
  /** Default: there are none. */
  readonly sharers?: PortSharers;
  /** Those of a configuration that is opened; default: its own. */
  readonly credentials?: () => CredentialRegistry;
}

export interface Serving {
  /** Where GraphQL is served. */
  readonly url: string;
  readonly observer: Observer;
  readonly isReady: () => boolean;
  readonly sources: App['sources'];
  readonly traffic: () => Traffic;
  /** Takes another configuration; requests that run finish on the old one. Throws what is wrong with it, and keeps the old one then. */
  readonly replace: (config: Config) => void;
  /**
   * Says at `/readyz` that it goes, serves on for a moment, so that balancers notice, then takes nothing new, lets running
   * requests finish, and closes what it holds. `isHurried`: without that moment; also when it is called a second time.
   */
  readonly stop: (isHurried: boolean) => Promise<void>;
}

/** Serves by a configuration, until it is stopped. Throws `StartFault`. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const { config, cursorKey } = options;
  const { limits, port } = config.server;
  const log = { ...OPERATING_DEFAULTS.log, ...config.server.log };
  const { delayMs, graceMs } = { ...OPERATING_DEFAULTS.shutdown, ...config.server.shutdown };
  const host = options.host ?? config.server.host;
  const observer = createObserver({ version, ...log });
  const tracing = await tracingFor(config);
  const strain = watchStrain();
  const admission = new Admission(admissionOf(config), strain.width, observer.crowd, fairLoop);
  const hurry = Promise.withResolvers<void>();
  let stopping: Promise<void> | null = null;
  const isReady = () => stopping === null;
  const metrics = options.metrics ?? (() => observer.registry.metrics());
  const open = (next: Config): App =>
    openApp(next, {
      observer,
      admission,
      tracing,
      isReady,
      metrics,
      cursorKey,
      host,
      isDemo: !!options.onRequest,
      credentials: options.credentials?.(),
    });
  const apps = new AppSwitch(open(config), options.onRequest ?? null);
  const closeAll = async (): Promise<void> => {
    await apps.close();
    strain.stop();
    await tracing?.close();
  };
  const { server, url } = await listen(apps.listener, options.port ?? port, host, limits).catch(
    async (error: unknown) => {
      await closeAll();
      throw error;
    },
  );
  const drain = createDrain(server, graceMs, options.sharers);

  const stop = async (): Promise<void> => {
    drain.announce();
    await Promise.race([delay(delayMs), hurry.promise]);
    await drain.close();
    await closeAll();
  };
  return {
    url: `${url}${PATHS.graphql}`,
    observer,
    isReady,
    sources: () => apps.app.sources(),
    traffic: drain.traffic,
    replace: (next) => {
      warnOfRestart(apps.app.config, next, observer);
      const app = open(next);
      admission.limitTo(admissionOf(next));
      void apps.replace(app);
    },
    stop: (isHurried) => {
      if (isHurried || stopping !== null) hurry.resolve();
      stopping ??= stop();
      return stopping;
    },
  };
}

const admissionOf = ({ server }: Config): AdmissionLimits => ({
  ...OPERATING_DEFAULTS.admission,
  ...server.admission,
});

/** The packages are loaded only where traces are wanted. */
async function tracingFor({ server }: Config): Promise<Tracing | null> {
  if (server.tracing === undefined) return null;
  const { startTracing } = await import('../../observe/traces/start-tracing.ts');
  return startTracing(server.tracing, version);
}

/** Keys of `server` that are read once, at the start. */
const FIXED_KEYS = ['host', 'port', 'metrics', 'log', 'tracing', 'shutdown', 'reloadOnChange'] as const;

/** The same of `server.limits`: those of connections. */
const FIXED_LIMITS = ['connections', 'headersMs', 'bodyMs', 'keepAliveMs'] as const;

function warnOfRestart(old: Config, next: Config, { log }: Observer): void {
  const limits = changed(FIXED_LIMITS, old.server.limits ?? {}, next.server.limits ?? {});
  const keys = [...changed(FIXED_KEYS, old.server, next.server), ...limits.map((key) => `limits.${key}`)];
  if (keys.length > 0)
    log({ level: 'warn', event: 'restart-needed', keys: keys.map((key) => `server.${key}`) });
}

const changed = <Key extends string>(
  keys: readonly Key[],
  old: { readonly [K in Key]?: unknown },
  next: { readonly [K in Key]?: unknown },
): readonly string[] => keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(next[key]));

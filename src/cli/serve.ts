import { type Access, createAccess, OpenToAll } from '../access/create-access.ts';
import { backends } from '../backends/index.ts';
import type { Config, Environment } from '../config/config.ts';
import { createContext, type Gateway } from '../context.ts';
import { createGateway } from '../create-gateway.ts';
import { createSchema } from '../create-schema.ts';
import type { Federation } from '../federation/federation.ts';
import { createObserver, type Observer } from '../observe/create-observer.ts';
import { logDefects } from '../observe/log/log-defects.ts';
import { readSdl } from '../server/read-sdl.ts';
import { PATHS } from '../server/use-routes.ts';
import { createServer } from '../server.ts';
import { createDrain } from './create-drain.ts';
import { listen } from './listen.ts';
import { loadConfig } from './load-config.ts';
import { startDemo } from './start-demo.ts';
import { StartFault } from './start-fault.ts';
import { version } from './version.ts';

export interface ServeOptions {
  readonly config: string | null;
  readonly port: number | null;
  readonly host: string | null;
  /** On the demo: whoever reaches it may see it. A file says so itself. */
  readonly allowAnonymous: boolean;
}

export interface Serving {
  /** Where GraphQL is served. */
  readonly url: string;
  /** Takes no new requests, lets running ones finish, and closes what the process holds. */
  readonly stop: () => Promise<void>;
}

/** Starts the gateway: on the sources of a file, or on the embedded demo. Throws `StartFault`. */
export async function serve(options: ServeOptions, environment: Environment): Promise<Serving> {
  const { config, close } = await sourcesFor(options, environment);
  const access = accessTo(config, options.host ?? config.server.host);
  const observer = createObserver({ version });
  const gateway = createGateway(config, {
    onUnknownStatus: observer.countUnknownStatus,
    onDefect: logDefects(observer.log),
    watch: observer.watch,
  });
  observer.follow(gateway.links);
  let isReady = true;
  const { port, host, federation, allowedOrigins = [] } = config.server;
  const subgraph = federation?.enabled ? federation : null;
  const yoga = createYoga(gateway, observer, () => isReady, { access, allowedOrigins, federation: subgraph });
  const closeAll = async (): Promise<void> => {
    await gateway.close();
    await close();
  };
  try {
    const { server, url } = await listen(yoga, options.port ?? port, options.host ?? host);
    const drain = createDrain(server);
    const stop = async (): Promise<void> => {
      isReady = false;
      await drain();
      await closeAll();
    };
    return { url: `${url}${PATHS.graphql}`, stop };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Throws `StartFault` where everybody could read all, and nobody has said that this is meant. */
function accessTo(config: Config, host: string): Access {
  try {
    return createAccess(config, host);
  } catch (error) {
    throw error instanceof OpenToAll ? new StartFault(error.message) : error;
  }
}

/** Who may ask, from where, and as what. */
interface Exposure {
  readonly access: Access;
  readonly allowedOrigins: readonly string[];
  readonly federation: Federation | null;
}

function createYoga(
  gateway: Gateway,
  observer: Observer,
  isReady: () => boolean,
  { access, allowedOrigins, federation }: Exposure,
) {
  const named = backends.flatMap(({ namedDetails }) => (namedDetails === undefined ? [] : [namedDetails]));
  return createServer({
    schema: createSchema(readSdl(), named, federation),
    context: ({ request }, caller) => createContext(gateway, request, caller),
    access,
    allowedOrigins,
    isReady,
    version,
    observer,
  });
}

async function sourcesFor(
  { config: file, allowAnonymous }: ServeOptions,
  environment: Environment,
): Promise<{ config: Config; close: () => Promise<void> }> {
  if (file === null) return startDemo(allowAnonymous);
  if (allowAnonymous)
    throw new StartFault(
      '--allow-anonymous is for the demo; with --config, set `access.allowAnonymous: true` in the file.',
    );
  const config = await loadConfig(file, environment);
  if (config.server.cursorKey === undefined) {
    process.stderr.write(
      'Cursors will end with this process: set server.cursorKey to keep them over a restart.\n',
    );
  }
  return { config, close: async () => undefined };
}

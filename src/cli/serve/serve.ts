import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import type { Config, Environment } from '../../config/config.ts';
import { loadConfig } from '../load-config.ts';
import { startCommand } from '../path-of-caller.ts';
import { StartFault } from '../start-fault.ts';
import { warnIfReadable } from '../warn-if-readable.ts';
import { banner } from './banner.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { listenToOperator } from './operator-listener.ts';
import { ownMemory, releaseMemoryWhenIdle } from './release-memory.ts';
import { createReloader } from './reloader.ts';
import type { Running, ServeOptions, Start } from './running.ts';
import { startServing } from './start-serving.ts';

/** Starts the gateway: on the sources of a file, or on the embedded demo. Throws `StartFault`. */
export async function serve(options: ServeOptions, environment: Environment): Promise<Running> {
  keepHeapSmall();
  const takesRequests = cluster.isWorker || options.workers === 1;
  releaseMemoryWhenIdle({ ...ownMemory(), ...(takesRequests && { load: loadLibrary }) });
  if (cluster.isWorker)
    return (await import('./workers/serve-as-worker.ts')).serveAsWorker(options, environment);
  const { config, text, close, onRequest } = await sourcesFor(options, environment);
  try {
    const start = options.workers > 1 ? await byWorkers() : serveAlone;
    return await start({ options, environment, config, text, closeDemo: close, onRequest });
  } catch (error) {
    await close();
    throw error;
  }
}

/** Some hundred modules: the first request that needs them would keep all others waiting for a tenth of a second. */
const loadLibrary = () => import('../../server/http/library.ts');

const byWorkers = async () => (await import('./workers/serve-by-workers.ts')).serveByWorkers;

async function serveAlone({ options, environment, config, closeDemo, onRequest }: Start): Promise<Running> {
  const cursorKey = randomBytes(32).toString('base64');
  const serving = await startServing({ ...options, config, cursorKey, onRequest });
  const { observer, isReady, sources, stop } = serving;
  const operator = await listenToOperator(config, {
    readiness: () => ({ isReady: isReady(), sources: sources() }),
    metrics: () => observer.registry.metrics(),
  }).catch(async (error: unknown) => {
    await stop(true);
    throw error;
  });
  const file = options.config;
  const load = (): Promise<Config> => loadConfig(file ?? '', environment);
  const reloader =
    file === null ? null : createReloader({ file, load, use: serving.replace, log: observer.log });
  if (config.server.reloadOnChange !== false) reloader?.watch(config);
  return {
    banner: banner({
      config,
      isDemo: file === null,
      url: serving.url,
      metricsUrl: operator.url,
      workers: 1,
      command: startCommand(environment),
    }),
    log: observer.log,
    reload: reloader?.reload ?? null,
    stop: async (isHurried) => {
      reloader?.close();
      await stop(isHurried);
      await operator.close();
      await closeDemo();
    },
  };
}

async function sourcesFor(
  { config: file, allowAnonymous, fault }: ServeOptions,
  environment: Environment,
): Promise<Pick<Start, 'config' | 'text' | 'onRequest'> & { close: () => Promise<void> }> {
  if (file === null) return (await import('./start-demo.ts')).startDemo(allowAnonymous, fault);
  if (fault !== null)
    throw new StartFault('--fault is for the demo, whose vendors can be made ill; leave --config out.');
  if (allowAnonymous)
    throw new StartFault(
      '--allow-anonymous is for the demo; with --config, set `access.allowAnonymous: true` in the file.',
    );
  const config = await loadConfig(file, environment);
  await warnIfReadable(file);
  if (config.server.cursorKey === undefined) {
    process.stderr.write(
      'Cursors will end with this process: set server.cursorKey to keep them over a restart.\n',
    );
  }
  return { config, text: null, close: async () => undefined, onRequest: null };
}

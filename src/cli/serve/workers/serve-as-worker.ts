import cluster from 'node:cluster';
import type { Config, Environment } from '../../../config/config.ts';
import { keptCredentials } from '../../../upstream/auth/shared/kept-credentials.ts';
import { loadConfig } from '../../load-config.ts';
import { StartFault } from '../../start-fault.ts';
import type { PortSharers } from '../create-drain.ts';
import { readDemo } from '../read-demo.ts';
import { createReloader } from '../reloader.ts';
import type { Running, ServeOptions } from '../running.ts';
import { type Serving, startServing } from '../start-serving.ts';
import type { Traffic } from '../until-quiet.ts';
import type { Setup, ToPrimary, ToWorker } from './messages.ts';
import { Pending } from './pending.ts';
import { shareOf } from './share-of.ts';

const PATIENCE_MS = 5_000;
/** How long one waits for the others to close the port: one that hangs must not hold what the others have to answer. */
const CLOSING_MS = 1_000;

/** Serves as one of several processes, told by the primary what to do. What is wrong at the start, the primary tells. */
export async function serveAsWorker(options: ServeOptions, environment: Environment): Promise<Running> {
  try {
    return await begin(options, environment);
  } catch (error) {
    if (error instanceof StartFault) tell({ kind: 'fault', message: error.message });
    throw error;
  }
}

async function begin(options: ServeOptions, environment: Environment): Promise<Running> {
  const pending = new Pending<string>(PATIENCE_MS);
  const { demo, cursorKey, workers, ...setup } = await setUp();
  let { generation } = setup;
  const kept = keptCredentials((message) => tell({ kind: 'credential', message }));
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'credential') kept.hear(message.message);
  });
  const load = async (): Promise<Config> =>
    shareOf(demo === null ? await loadConfig(options.config ?? '', environment) : readDemo(demo), workers);
  const metrics = async () => (await pending.ask((id) => tell({ kind: 'metrics', id }))) ?? '';
  const credentials = () => kept.registryOf(generation);
  const closing = new Pending<true>(CLOSING_MS);
  const moving = new Pending<Traffic>(CLOSING_MS);
  const sharers: PortSharers = {
    traffic: async (own) => (await moving.ask((id) => tell({ kind: 'all-traffic', id }))) ?? own(),
    allClosed: () => closing.ask((id) => tell({ kind: 'closed', id })),
  };
  const config = await load();
  const serving = await startServing({ ...options, config, cursorKey, metrics, credentials, sharers });
  const { observer, stop } = serving;
  const reloader = createReloader({
    file: options.config ?? 'demo',
    load,
    use: serving.replace,
    log: observer.log,
  });
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'metrics') pending.answer(message.id, message.text);
    if (message.kind === 'traffic') tell({ kind: 'traffic', id: message.id, ...serving.traffic() });
    if (message.kind === 'all-traffic') moving.answer(message.id, message);
    if (message.kind === 'all-closed') closing.answer(message.id, true);
    if (message.kind === 'report') void tellReport(message.id, serving);
    if (message.kind === 'reload') {
      generation = message.generation;
      void reloader.reload();
    }
    if (message.kind === 'stop') void stop(message.isHurried).then(() => process.exit(process.exitCode ?? 0));
  });
  tell({ kind: 'ready', url: serving.url });
  // The primary is told of a change and tells it on; a signal to the whole group would come twice.
  return { banner: '', log: observer.log, stop, reload: async () => undefined };
}

const tell = (message: ToPrimary): void => {
  if (cluster.worker?.isConnected()) process.send?.(message);
};

function setUp(): Promise<Setup> {
  return new Promise((resolve) => {
    const listen = (message: ToWorker): void => {
      if (message.kind !== 'setup') return;
      process.off('message', listen);
      resolve(message);
    };
    process.on('message', listen);
    tell({ kind: 'hello' });
  });
}

async function tellReport(id: number, { observer, sources }: Serving): Promise<void> {
  tell({ kind: 'report', id, metrics: await observer.registry.getMetricsAsJSON(), sources: sources() });
}

import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { createLog } from '../../../observe/log/log.ts';
import { aggregate } from '../../../observe/metrics/aggregate.ts';
import type { SourceReadiness } from '../../../server/routes.ts';
import { createCredentialKeeper } from '../../../upstream/auth/shared/credential-keeper.ts';
import { loadConfig } from '../../load-config.ts';
import { startCommand } from '../../path-of-caller.ts';
import { banner } from '../banner.ts';
import { listenToOperator } from '../operator-listener.ts';
import { createReloader } from '../reloader.ts';
import type { Running, Start } from '../running.ts';
import type { Traffic } from '../until-quiet.ts';
import { askWorkers, connected, send } from './ask-workers.ts';
import type { Report, Setup, ToPrimary } from './messages.ts';
import { Pending } from './pending.ts';
import { replaceDeadWorkers } from './replace-dead-workers.ts';
import { startWorker, stopWorker } from './start-worker.ts';
import { worstOf } from './worst-of.ts';

const PATIENCE_MS = 2_000;

/** Serves by several processes that share one port; this one serves nobody, and watches over them. Throws `StartFault`. */
export async function serveByWorkers(start: Start): Promise<Running> {
  const { options, environment, config, text, closeDemo } = start;
  const log = createLog(config.server.log);
  const setup: Omit<Setup, 'generation'> = {
    demo: text,
    cursorKey: randomBytes(32).toString('base64'),
    workers: options.workers,
  };
  let generation = 0;
  const keeper = createCredentialKeeper<Worker>((worker, message) =>
    send(worker, { kind: 'credential', message }),
  );
  const pending = new Pending<Report>(PATIENCE_MS);
  const closed = new Map<Worker, number>();
  const traffic = new Pending<Traffic>(PATIENCE_MS);
  let isStopping = false;

  const reports = () => askWorkers(pending, 'report');
  const metrics = async (): Promise<string> => aggregate((await reports()).map((report) => report.metrics));

  /** This process takes the connections: those that wait for it are taken, and told on, before it asks. */
  const allTraffic = async (): Promise<Traffic> => {
    await new Promise(setImmediate);
    return sumOf(await askWorkers(traffic, 'traffic'));
  };

  cluster.on('message', (worker, message: ToPrimary) => {
    // One that was begun when this process was told to stop was not there to hear of it.
    if (message.kind === 'hello') {
      if (isStopping) worker.process.kill('SIGKILL');
      else send(worker, { kind: 'setup', ...setup, generation });
    }
    if (message.kind === 'credential') keeper.hear(worker, message.message);
    if (message.kind === 'ready' && isStopping) send(worker, { kind: 'stop', isHurried: true });
    if (message.kind === 'traffic') traffic.answer(message.id, message);
    if (message.kind === 'all-traffic')
      void allTraffic().then((all) => send(worker, { kind: 'all-traffic', id: message.id, ...all }));
    if (message.kind === 'closed') tellWhenAllClosed(closed.set(worker, message.id));
    if (message.kind === 'report') pending.answer(message.id, message);
    if (message.kind === 'metrics')
      void metrics().then((all) => send(worker, { kind: 'metrics', id: message.id, text: all }));
  });
  cluster.on('exit', (worker) => keeper.forget(worker));
  const urls = await Promise.all(Array.from({ length: options.workers }, startWorker));
  replaceDeadWorkers(log, () => isStopping);

  let sources: readonly SourceReadiness[] = [];
  const operator = await listenToOperator(config, {
    readiness: () => ({ isReady: !isStopping, sources }),
    metrics,
  });
  // Workers know the sources, and an answer to an operator does not wait for all of them.
  const looking = setInterval(async () => {
    sources = worstOf((await reports()).map((report) => report.sources));
  }, PATIENCE_MS).unref();

  const file = options.config;
  const tellAll = (): void => {
    generation += 1;
    for (const worker of connected()) send(worker, { kind: 'reload', generation });
  };
  const load = () => loadConfig(file ?? '', environment);
  const reloader = file === null ? null : createReloader({ file, load, use: tellAll, log });
  if (config.server.reloadOnChange !== false) reloader?.watch(config);
  return {
    banner: banner({
      config,
      isDemo: file === null,
      url: urls[0] ?? '',
      metricsUrl: operator.url,
      workers: options.workers,
      command: startCommand(environment),
    }),
    log,
    reload: reloader?.reload ?? null,
    stop: async (isHurried) => {
      isStopping = true;
      reloader?.close();
      clearInterval(looking);
      await Promise.all(connected().map((worker) => stopWorker(worker, isHurried)));
      await operator.close();
      await closeDemo();
    },
  };
}

function tellWhenAllClosed(closed: ReadonlyMap<Worker, number>): void {
  if (connected().some((worker) => !closed.has(worker))) return;
  for (const [worker, id] of closed) send(worker, { kind: 'all-closed', id });
}

const sumOf = (all: readonly Traffic[]): Traffic => ({
  connections: all.reduce((sum, { connections }) => sum + connections, 0),
  running: all.reduce((sum, { running }) => sum + running, 0),
});

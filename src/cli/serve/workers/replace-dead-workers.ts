import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../observe/log/log.ts';
import { createPauses } from './create-pauses.ts';
import { startWorker } from './start-worker.ts';

/** From now on, until all are to end. */
export function replaceDeadWorkers(log: Log, isStopping: () => boolean): void {
  const pauses = createPauses();
  cluster.on('exit', async (worker, code, signal) => {
    if (isStopping()) return;
    const replacedInMs = pauses();
    log({ level: 'error', event: 'worker-died', worker: worker.id, code, signal, replacedInMs });
    await delay(replacedInMs, undefined, { ref: false });
    if (isStopping()) return;
    await startWorker().then(
      () => log({ level: 'info', event: 'worker-replaced', worker: worker.id }),
      // Its end is told of like any other's.
      () => undefined,
    );
  });
}

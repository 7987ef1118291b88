import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { StartFault } from '../../start-fault.ts';
import { send } from './ask-workers.ts';
import type { ToPrimary } from './messages.ts';

/** Resolves with the URL that it serves. */
export async function startWorker(): Promise<string> {
  const worker = cluster.fork();
  const ready = new Promise<string>((resolve, reject) => {
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'ready') resolve(message.url);
      if (message.kind === 'fault') reject(new StartFault(message.message));
    });
  });
  const gone = once(worker, 'exit').then(([code]) => {
    throw new StartFault(`A worker could not begin (exit code ${code}).`);
  });
  return Promise.race([ready, gone]);
}

export async function stopWorker(worker: Worker, isHurried: boolean): Promise<void> {
  if (worker.isDead()) return;
  const gone = once(worker, 'exit');
  send(worker, { kind: 'stop', isHurried });
  await gone;
}

import cluster, { type Worker } from 'node:cluster';
import type { ToWorker } from './messages.ts';
import type { Pending } from './pending.ts';

/** Those that can be told something. */
export const connected = (): Worker[] =>
  Object.values(cluster.workers ?? {})
    .filter((worker) => worker !== undefined)
    .filter((worker) => worker.isConnected());

export const send = (worker: Worker, message: ToWorker): void => {
  if (worker.isConnected()) worker.send(message);
};

/** What each of them answers; one that does not answer in time is left out. */
export async function askWorkers<Answer>(
  pending: Pending<Answer>,
  kind: 'report' | 'traffic',
): Promise<readonly Answer[]> {
  const all = await Promise.all(connected().map((worker) => pending.ask((id) => send(worker, { kind, id }))));
  return all.filter((answer) => answer !== null);
}

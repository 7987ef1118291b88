import { stackOf } from '../../model/stack-of.ts';
import { createLog, type Log } from '../../observe/log/log.ts';

export interface Stoppable {
  /** `isHurried`: a person waits for it. Called again: no more waiting. */
  readonly stop: (isHurried: boolean) => Promise<void>;
  /** `null`: there is nothing to be read again. */
  readonly reload: (() => Promise<void>) | null;
  /** `null`: stderr. */
  readonly log: Log | null;
}

/**
 * Follows the signals of a process that serves. SIGTERM and SIGINT stop it, in order, and it ends with 0; SIGHUP reads the
 * configuration again, or stops where there is none, for then a terminal was closed. SIGUSR1 would open a debugger, and
 * SIGUSR2 would kill. What nobody caught is logged, and the process ends in order, with 1.
 */
export function runUntilStopped(running: Stoppable, print: (text: string) => void): void {
  const log = running.log ?? createLog();
  let isStopping = false;

  const stop = (isHurried: boolean, exitCode: number): void => {
    if (!isStopping) print('Draining: running requests finish, then this process ends.\n');
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode);
    isStopping = true;
    running.stop(isHurried).then(
      () => process.exit(),
      (error: unknown) => {
        log({ level: 'fatal', event: 'stop-failed', reason: stackOf(error) });
        process.exit(1);
      },
    );
  };

  process.on('SIGTERM', () => stop(false, 0));
  process.on('SIGINT', () => stop(true, 0));
  process.on('SIGHUP', () => (running.reload === null ? stop(true, 0) : void running.reload()));
  for (const signal of ['SIGUSR1', 'SIGUSR2'] as const)
    process.on(signal, () => log({ level: 'info', event: 'signal-ignored', signal }));
  process.on('uncaughtException', (error) => {
    log({ level: 'fatal', event: 'uncaught-exception', reason: stackOf(error) });
    stop(true, 1);
  });
}

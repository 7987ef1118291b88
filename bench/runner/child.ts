import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Core, pinned } from './cores.ts';

const STOP_MS = 5_000;
const KEPT_OUTPUT = 4_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** A process that we started; it never outlives this one. */
export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** The end of what it printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

export interface ChildOptions {
  readonly core: Core;
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether messages are exchanged with it. */
  readonly talks?: boolean;
}

export function startChild(command: readonly string[], options: ChildOptions): Child {
  const [file = '', ...rest] = pinned(options.core, command);
  const child = spawn(file, rest, {
    cwd: options.cwd,
    env: { ...process.env, NODE_ENV: 'production', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.talks === true ? (['ipc'] as const) : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-KEPT_OUTPUT);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', keep);
  return { process: child, pid: child.pid ?? 0, output: () => output, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}

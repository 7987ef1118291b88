import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Started } from './listen-on-loopback.ts';

/** Starts a program of Node and waits until its address answers, for a minute at most. */
export async function startProcess(
  url: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => told.push(String(text)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let i = 0; !(await answers(url)); i++) {
    if (i > 300 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`${args[0]} does not answer: ${told.join('').slice(-2_000)}`);
    }
    await setTimeout(200);
  }
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(1_000) })).text();
    return true;
  } catch {
    return false;
  }
}

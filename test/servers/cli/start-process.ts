import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const PROGRAM = join(import.meta.dirname, '../../../src/main.ts');
const PATIENCE_MS = 30_000;

export interface StartedProcess {
  readonly process: ChildProcess;
  /** Where GraphQL is served. */
  readonly url: string;
  /** What it has printed so far: on stdout and on stderr. */
  readonly output: () => string;
  /** What it has logged, by event. */
  readonly logged: (event: string) => Record<string, unknown>[];
  /** Resolves when the output has something; throws after a while. */
  readonly says: (pattern: RegExp) => Promise<void>;
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** The gateway as its own process, ended with the test. `null`: it is not waited for. */
export async function startProcess(
  t: TestContext,
  args: readonly string[],
  ready: RegExp | null = /GraphiQL and GraphQL: (\S+)/,
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const exit = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  t.after(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const says = async (pattern: RegExp): Promise<void> => {
    const until = Date.now() + PATIENCE_MS;
    while (!pattern.test(output)) {
      if (Date.now() > until || child.exitCode !== null)
        throw new Error(`It did not say ${pattern}, but:\n${output}`);
      await delay(20);
    }
  };
  if (ready !== null) await says(ready);
  return {
    process: child,
    url: ready?.exec(output)?.[1] ?? '',
    output: () => output,
    logged: (event) =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line): Record<string, unknown> => JSON.parse(line))
        .filter((line) => line['event'] === event),
    says,
    exit,
  };
}

/** A configuration in a file of its own, which the test may change. JSON is YAML. */
export async function writeConfig(t: TestContext, config: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'jobweave.yaml');
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

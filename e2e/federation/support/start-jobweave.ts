import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoWorld } from '../../../src/simulator/demo-world.ts';
import type { Started } from './listen-on-loopback.ts';

export interface Jobweave extends Started {
  /** Ends the vendor behind a source. */
  readonly kill: (sourceId: string) => Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../../src/main.ts');

/** The gateway as a subgraph, started from a file as anybody would start it, in front of vendors that are simulated. */
export async function startJobweave(): Promise<Jobweave> {
  const world = await createDemoWorld({ jobs: 40, origins: 4, live: false });
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  const file = join(folder, 'jobweave.yaml');
  const sources = world.sources.map((source) => ({ ...source, deadlineMs: 5_000 }));
  await writeFile(file, JSON.stringify({ server: { port: 0, federation: {} }, sources }));
  const child = spawn(process.execPath, [MAIN, 'serve', '--config', file], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url: await urlFrom(child.stdout),
    kill: async (sourceId) => {
      await world.simulators[world.sources.findIndex(({ id }) => id === sourceId)]?.close();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function urlFrom(output: AsyncIterable<Buffer>): Promise<string> {
  let told = '';
  for await (const part of output) {
    told += part.toString();
    const [url] = /http:\/\/\S+\/graphql/.exec(told) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The gateway ended without an address: ${told}`);
}

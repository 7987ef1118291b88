import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.ts';
import type { Access } from '../world/access.ts';
import { type Child, startChild } from './child.ts';

const START_MS = 60_000;
const LOOK_MS = 20;
const PRINTED_URL = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/graphql/;

/** A contender that runs. */
export interface Contestant {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts it, and waits until it prints where it is. */
export async function startContestant(
  { name, title, prepare }: Contender,
  access: Access,
): Promise<Contestant> {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-bench-'));
  const { command, environment } = await prepare(access, folder);
  const child = startChild(command, { core: 0, environment, cwd: folder });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { name, title, url: await printedUrl(child), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw new Error(`${name} does not start: ${child.output()}`, { cause: error });
  }
}

async function printedUrl(child: Child): Promise<string> {
  for (let waited = 0; waited < START_MS && child.process.exitCode === null; waited += LOOK_MS) {
    const [url] = PRINTED_URL.exec(child.output()) ?? [];
    if (url !== undefined) return url;
    await sleep(LOOK_MS);
  }
  throw new Error('no URL was printed');
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender, Surroundings } from '../contenders/contender.ts';
import { TYPENAME } from '../workloads/operations.ts';
import { type Child, startChild } from './child.ts';
import { post } from './verify.ts';

const START_MS = 60_000;
const LOOK_MS = 5;
const PRINTED_URL = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/graphql/;

/** A contender that runs. */
export interface Contestant {
  readonly contender: Contender;
  readonly url: string;
  readonly pid: number;
  /** When its process began, by `performance.now()`. */
  readonly startedAt: number;
  readonly stop: () => Promise<void>;
}

/** Starts it, and waits until it prints where it is. */
export async function startContestant(
  contender: Contender,
  around: Omit<Surroundings, 'folder'>,
): Promise<Contestant> {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-bench-'));
  const { command, environment, url } = await contender.prepare({ ...around, folder });
  const startedAt = performance.now();
  const child = startChild(command, { core: 0, environment, cwd: folder });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const found = await whenReady(child, () => (url === undefined ? printedUrl(child) : answering(url)));
    return { contender, url: found, pid: child.pid, startedAt, stop };
  } catch (error) {
    await stop();
    throw new Error(`${contender.name} does not start: ${child.output()}`, { cause: error });
  }
}

/** Looks until there is a URL. */
async function whenReady(child: Child, look: () => Promise<string | undefined>): Promise<string> {
  for (const end = Date.now() + START_MS; Date.now() < end && child.process.exitCode === null; ) {
    const url = await look();
    if (url !== undefined) return url;
    await sleep(LOOK_MS);
  }
  throw new Error('it cannot be reached');
}

const printedUrl = async (child: Child): Promise<string | undefined> => PRINTED_URL.exec(child.output())?.[0];

async function answering(url: string): Promise<string | undefined> {
  return post(url, TYPENAME).then(
    () => url,
    () => undefined,
  );
}

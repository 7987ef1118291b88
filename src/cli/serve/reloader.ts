import { unwatchFile, watchFile } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../config/config.ts';
import { stackOf } from '../../model/stack-of.ts';
import type { Log } from '../../observe/log/log.ts';
import { StartFault } from '../start-fault.ts';

export interface ReloaderOptions {
  readonly file: string;
  readonly load: () => Promise<Config>;
  /** Throws what is wrong with it. */
  readonly use: (config: Config) => void;
  readonly log: Log;
}

export interface Reloader {
  /** Reads the file again. A bad one is refused, and what was there stays. Never rejects. */
  readonly reload: () => Promise<void>;
  /** From now on also where the file changes, or one that it names; `config`: as it was read last. */
  readonly watch: (config: Config) => void;
  readonly close: () => void;
}

/** A file that is mounted (a ConfigMap, a secret) is a link that is exchanged: of that only looking at it tells. */
const LOOK_MS = 2_000;

export function createReloader({ file, load, use, log }: ReloaderOptions): Reloader {
  let line: Promise<void> = Promise.resolve();
  let watched: readonly string[] = [];
  let firstLook: NodeJS.Timeout | null = null;
  let isClosed = false;

  const reloadNow = async (): Promise<void> => {
    try {
      const config = await load();
      if (isClosed) return;
      use(config);
      if (watched.length > 0) watch(config);
      log({
        level: 'info',
        event: 'configuration-reloaded',
        file,
        sources: config.sources.map(({ id }) => id),
      });
    } catch (error) {
      log({
        level: 'error',
        event: 'configuration-refused',
        file,
        faults: faultsOf(error),
        kept: 'the one before',
      });
    }
  };
  const reload = (): Promise<void> => {
    if (firstLook !== null) clearTimeout(firstLook);
    line = line.then(reloadNow);
    return line;
  };
  const look = (now: { mtimeMs: number }, before: { mtimeMs: number }): void => {
    if (now.mtimeMs !== before.mtimeMs && now.mtimeMs !== 0) void reload();
  };
  /** Looking begins a moment after the file was read: what changed in between is never told. */
  const lookOnce = async (config: Config): Promise<void> => {
    const now = await load().catch(() => null);
    if (!isClosed && !isDeepStrictEqual(now, config)) await reload();
  };
  const close = (): void => {
    isClosed = true;
    if (firstLook !== null) clearTimeout(firstLook);
    for (const path of watched) unwatchFile(path, look);
    watched = [];
  };
  function watch(config: Config): void {
    firstLook ??= setTimeout(() => void lookOnce(config), LOOK_MS).unref();
    const paths = [file, ...(config.files ?? [])];
    for (const path of watched.filter((one) => !paths.includes(one))) unwatchFile(path, look);
    for (const path of paths.filter((one) => !watched.includes(one)))
      watchFile(path, { interval: LOOK_MS, persistent: false }, look);
    watched = paths;
  }
  return { reload, watch, close };
}

const faultsOf = (error: unknown): string[] => {
  if (error instanceof StartFault) return error.message.split('\n');
  return [stackOf(error)];
};

import type { Registry } from 'prom-client';
import type { Crowd } from '../scope/crowd.ts';
import { rememberingCleaner } from '../secrets/clean-values.ts';
import { createLog, type Level, type Log } from './log/log.ts';
import { createRegistry } from './metrics/create-registry.ts';
import { createCrowdMetrics } from './metrics/crowd-metrics.ts';
import { type Operations, observeOperations } from './operations.ts';
import { observeSources, type SourceLinks, type Sources } from './sources.ts';

export interface ObserverOptions {
  /** Of the gateway. */
  readonly version: string;
  /** Default: `info`. */
  readonly level?: Level;
  /** An operation that takes longer is logged as slow; default: none is. */
  readonly slowMs?: number;
  /** Default: a log of that level on stderr, cleaned of what the sources hold as secret. */
  readonly log?: Log;
}

/** All that an operator sees of one process: series, lines, and spans where they are wanted. */
export interface Observer extends Operations, Pick<Sources, 'watch' | 'countUnknownStatus'> {
  readonly registry: Registry;
  readonly log: Log;
  /** Of this process: who lets operations in counts them here. */
  readonly crowd: Crowd;
  /** The sources that are served from now on. */
  readonly follow: (links: SourceLinks) => void;
}

export function createObserver({
  version,
  level,
  slowMs = Number.POSITIVE_INFINITY,
  ...options
}: ObserverOptions): Observer {
  const registry = createRegistry(version);
  const cleaner = rememberingCleaner();
  let links: SourceLinks = new Map();
  const clean = (text: string): string =>
    cleaner([...links.values()].flatMap(({ secrets }) => secrets())).text(text);
  const log = options.log ?? createLog({ ...(level === undefined ? {} : { level }), clean });
  const { watch, countUnknownStatus, countShare } = observeSources(registry, log, () => links);
  return {
    registry,
    log,
    watch,
    countUnknownStatus,
    ...observeOperations({ registry, log, slowMs, countShare }),
    crowd: createCrowdMetrics(registry),
    follow: (next) => {
      links = next;
    },
  };
}

import type { JobSource } from '../datasource/source/job-source.ts';
import { openNewest } from '../datasource/source/open-newest.ts';
import { ALL_RIGHTS } from '../scope/principal.ts';
import { RequestScope } from '../scope/request-scope.ts';

export interface Probes {
  /** Asks no more; what is under way is given up. */
  readonly stop: () => void;
}

/** So much earlier or later, so that the replicas of a gateway do not ask in the same moment. */
const JITTER = 0.1;

/**
 * Keeps the state of sources known while nobody asks: each is asked once at the start, and again when nothing was asked of it
 * for so long. A probe reads the first row of one list, as gently as any client: breaker, pace and holds of credentials stand.
 */
export function probeSources(
  sources: Iterable<JobSource>,
  everyMs: number,
  random: () => number = Math.random,
): Probes {
  const stopping = new AbortController();
  for (const source of sources) keepKnown(source, everyMs, stopping.signal, random);
  return { stop: () => stopping.abort() };
}

function keepKnown(source: JobSource, everyMs: number, signal: AbortSignal, random: () => number): void {
  const waitMs = (): number => {
    const { lastCheckedAt } = source.health();
    const idleMs = lastCheckedAt === null ? 0 : Math.max(0, Date.now() - lastCheckedAt);
    const left = idleMs >= everyMs ? everyMs : everyMs - idleMs;
    return left * (1 - JITTER + 2 * JITTER * random());
  };
  const isDue = (): boolean => {
    const { lastCheckedAt } = source.health();
    return lastCheckedAt === null || Date.now() - lastCheckedAt >= everyMs * (1 - JITTER);
  };
  const look = async (): Promise<void> => {
    if (signal.aborted) return;
    if (isDue()) await probe(source, signal);
    if (!signal.aborted) setTimeout(look, waitMs()).unref();
  };
  void look();
}

/** What comes of it, the source itself remembers; a failure is no news to anybody else, and a defect goes to the log. */
async function probe(source: JobSource, signal: AbortSignal): Promise<void> {
  const scope = new RequestScope({ client: { signal }, principal: { name: 'probe', rights: ALL_RIGHTS } }).of(
    source,
  );
  try {
    const { streams } = await openNewest(source, 1, scope);
    await streams[0]?.advance();
  } catch (error) {
    scope.defects.asSourceError(error);
  }
}

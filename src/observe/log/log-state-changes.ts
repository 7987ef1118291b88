import type { SourceHealth, SourceState } from '../../datasource/contract/source-health.ts';
import type { Watch } from '../../scope/watch.ts';
import type { Level, Log } from './log.ts';

export interface Watched {
  readonly backend: string;
  readonly health: () => SourceHealth;
}

interface Known {
  readonly state: SourceState;
  readonly since: number;
}

const LEVEL: Readonly<Record<SourceState, Level>> = {
  HEALTHY: 'info',
  DEGRADED: 'warn',
  DOWN: 'error',
  UNKNOWN: 'info',
};

/**
 * One line for each change of a source's state. It looks when a request has failed, and after each request to a source that
 * is not in good health: in good health, an answer changes nothing.
 */
export function logStateChanges(
  log: Log,
  find: (sourceId: string) => Watched | undefined,
  now: () => number = Date.now,
): Watch {
  const states = new Map<string, Known>();
  const pending = new Set<string>();

  const look = (id: string): void => {
    pending.delete(id);
    const source = find(id);
    if (source === undefined) return;
    const known = states.get(id) ?? { state: 'UNKNOWN', since: now() };
    const health = source.health();
    if (health.state === known.state && states.has(id)) return;
    states.set(id, { state: health.state, since: now() });
    if (health.state !== known.state) log(lineOf(id, source.backend, known, health, now()));
  };

  return ({ sourceId }) => ({
    end: ({ error }) => {
      const isWell = error === null && states.get(sourceId)?.state === 'HEALTHY';
      if (isWell || pending.has(sourceId)) return;
      pending.add(sourceId);
      // The policies around this request have not learnt of its outcome yet.
      setImmediate(look, sourceId);
    },
  });
}

function lineOf(source: string, backend: string, known: Known, health: SourceHealth, now: number) {
  const { state, lastError } = health;
  const isFirst = known.state === 'UNKNOWN' && state === 'HEALTHY';
  return {
    level: isFirst ? 'debug' : LEVEL[state],
    event: 'source-state',
    source,
    backend,
    state,
    before: known.state,
    beforeMs: now - known.since,
    ...(lastError === null ? {} : { code: lastError.code, reason: lastError.message }),
  } as const;
}

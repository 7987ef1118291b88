import type { OutageKind } from '../scenario.ts';
import { isBehind, missingOf, type Turn, type Walk } from '../walk/walk.ts';
import type { Key } from '../world/row.ts';
import { deadlineMs, discoveryMs } from './expectations.ts';
import { show } from './judge-edges.ts';

/** Why a row may be missing, although it was there all the time; null: there is no excuse. */
export function excuseOf({ stage }: Walk, key: Key, turn: Turn): string | null {
  const { scenario, world, vendors, stalls } = stage;
  const s = world.sources.findIndex(({ id }) => id === key.source);
  const discoveredAt = vendors[s]?.discoveredAt() ?? 0;
  const isUnknown = world.bornAt(key) > discoveredAt;
  // What was told is good from when the gateway had it all, which may have taken its time, but no longer than a page is given.
  const heardAt = Math.min(vendors[s]?.toldAt() ?? 0, discoveredAt + deadlineMs(scenario));
  const toldAt = Math.max(discoveredAt, heardAt);
  const isFresh = turn.startedAt - toldAt <= discoveryMs(scenario) + stalls.since(discoveredAt);
  if (isUnknown && isFresh) return 'not discovered yet';
  const report = turn.page.reports.find(({ source }) => source === key.source);
  const hasSaid = report !== undefined && isBehind(report);
  if (isUnknown && hasSaid) return 'discovery fails, and the report says so';
  return null;
}

/** Nobody can tell that these pass. */
const UNREADABLE: readonly OutageKind[] = ['garbage', 'shape'];

/** When nothing more is to come: every row that was there all the time has come. */
export function judgeWalk(walk: Walk): void {
  const { faults, scenario } = walk.stage;
  const last = walk.turns.at(-1);
  if (last === undefined) return;
  const missing = missingOf(walk).filter((key) => excuseOf(walk, key, last) === null);
  const isSaid = ({ source }: Key): boolean => walk.behind.has(source);
  const isHopeless = ({ source }: Key): boolean =>
    scenario.sources.some(({ isStuck }, s) => isStuck && `s${s}` === source) ||
    scenario.outages.some((outage) => `s${outage.source}` === source && UNREADABLE.includes(outage.kind));
  const lost = missing.filter((key) => !isSaid(key));
  if (lost.length > 0) faults.add('lost silently', list(walk, lost));
  const owed = missing.filter((key) => isSaid(key) && !isHopeless(key));
  if (owed.length > 0) faults.add('lost', list(walk, owed));
  judgeTold(walk);
}

/** Who walks past rows that cannot be read is told of them. What else is told of a source may go before that. */
function judgeTold({ stage: { faults, scenario, world }, plan, since, told, behind }: Walk): void {
  const isPart = plan.after !== null || plan.before !== null;
  const { createdAfter, createdBefore } = scenario.filter;
  if (isPart || createdAfter !== undefined || createdBefore !== undefined) return;
  const untold = world.steadilySpoilt(since).filter(({ source }) => !told.has(source) && !behind.has(source));
  if (untold.length > 0)
    faults.add(
      'dishonest report',
      `${plan.name}: nothing told of ${untold.length} rows, e.g. ${untold.slice(0, 3).map(show)}`,
    );
}

const list = ({ plan, accepted }: Walk, keys: readonly Key[]): string =>
  `${plan.name}: ${keys.length} rows (${accepted.size} came), e.g. ${keys.slice(0, 3).map(show).join(', ')}`;

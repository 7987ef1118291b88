import type { Edge, Report } from '../walk/page.ts';
import type { Turn, Walk } from '../walk/walk.ts';
import { isBehind, isInRange, walkOrder } from '../walk/walk.ts';
import { type Key, nameOf } from '../world/row.ts';
import { isCalm, isSpoilt, stalenessMs } from './expectations.ts';

/** Rows of a page: real, not given before, inside the walk's part, in order unless late. */
export function judgeEdges(walk: Walk, { edges, number, moment, page }: Turn): void {
  const { faults, world, scenario } = walk.stage;
  const compare = walkOrder(walk);
  const seen = new Set<string>();
  const at = `${walk.plan.name}, page ${number}`;
  const steady = new Set(world.steady(walk.since).map(nameOf));
  let place = walk.place;
  for (const edge of edges) {
    const { key, isLate } = edge;
    judgeDetails(walk, edge, at);
    const name = nameOf(key);
    const known = world.find(key);
    if (known === null) faults.add('foreign row', `${at}: ${show(key)} is not there, or does not match`);
    else if (known.time !== key.time)
      faults.add('wrong time', `${at}: ${show(key)} instead of ${show(known)}`);
    // The row at which the walk stands may go to a list that comes behind its own in the order: there it is the next one. Lists
    // of one page are not read at one moment either.
    const hasMoved = world.hasMoved(key, seen.has(name) ? moment : lastSeenAt(walk, name));
    const isAtPlace = place !== null && compare(place, key) === 0 && hasMoved;
    const isAnew = isAtPlace || (isLate && hasMoved);
    if ((seen.has(name) || walk.accepted.has(name)) && !isAnew)
      faults.add('twice', `${at}: ${show(key)}${isLate ? ', late' : ''}, place ${showPlace(place)}`);
    seen.add(name);
    // A list that has come to be since the walk began may be one that the cursor has not met: it is read from its beginning.
    const isOwed = isLate && (walk.plan.owed.has(name) || world.bornAt(key) > 0);
    if (!isInRange(walk, key) && !isOwed)
      faults.add('foreign row', `${at}: ${show(key)} is outside of the two cursors`);
    if (isLate) {
      // Where each row is found by itself, one that came into being later is found later. Whoever was behind has told so, with
      // cause or without: that is judged where it is told.
      const hasTold = walk.behind.has(key.source) || page.reports.filter(isBehind).some(isOf(key));
      // Where rows that cannot be read hide pages, a list is read whole: what has come since to where the walk stands comes late.
      const hasCome = isSpoilt(scenario, key.source) && !steady.has(name);
      if (isCalm(scenario) && world.bornAt(key) === 0 && !hasTold && !hasCome)
        faults.add('late without cause', `${at}: ${show(key)}`);
      continue;
    }
    if (place !== null && compare(place, key) >= 0 && !isAtPlace)
      faults.add('out of order', `${at}: ${show(key)} after ${show(place)}`);
    place = key;
  }
}

const isOf =
  ({ source }: Key) =>
  (report: Report): boolean =>
    report.source === source;

/** Who keeps answers may have given a row as it stood before it moved. */
const lastSeenAt = ({ givenAt, since, stage }: Walk, name: string): number =>
  stalenessMs(stage.scenario) > 0 ? since : (givenAt.get(name) ?? since);

/** Statuses of which nobody may say that something went wrong. */
const SOUND = ['QUEUED', 'RUNNING', 'SUCCEEDED'];

function judgeDetails(
  { stage: { faults } }: Walk,
  { key, status, hasError, hasStarted }: Edge,
  at: string,
): void {
  if (hasError && SOUND.includes(status))
    faults.add('wrong detail', `${at}: ${show(key)} is ${status} and has an error`);
  if (hasStarted && status === 'QUEUED')
    faults.add('wrong detail', `${at}: ${show(key)} is QUEUED and has started`);
}

const showPlace = (key: Key | null): string => (key === null ? 'none' : show(key));

export const show = (key: Key): string =>
  `${nameOf(key)} ${key.time === null ? '(no time)' : new Date(key.time).toISOString()}`;

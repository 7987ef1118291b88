import type { Turn, Walk } from '../walk/walk.ts';
import { isInRange, walkOrder } from '../walk/walk.ts';
import { type Key, nameOf } from '../world/row.ts';
import { isCalm } from './expectations.ts';

/** Rows of a page: real, not given before, inside the walk's part, in order unless late. */
export function judgeEdges(walk: Walk, { edges, number }: Turn): void {
  const { faults, world, scenario } = walk.stage;
  const compare = walkOrder(walk);
  const seen = new Set<string>();
  const at = `${walk.plan.name}, page ${number}`;
  let place = walk.place;
  for (const { key, isLate } of edges) {
    const name = nameOf(key);
    const known = world.find(key);
    if (known === null) faults.add('foreign row', `${at}: ${show(key)} is not there, or does not match`);
    else if (known.time !== key.time)
      faults.add('wrong time', `${at}: ${show(key)} instead of ${show(known)}`);
    if (walk.accepted.has(name) || seen.has(name))
      faults.add('twice', `${at}: ${show(key)}${isLate ? ', late' : ''}, place ${showPlace(place)}`);
    seen.add(name);
    if (!isInRange(walk, key)) faults.add('foreign row', `${at}: ${show(key)} is outside of the two cursors`);
    if (isLate) {
      if (isCalm(scenario)) faults.add('late without cause', `${at}: ${show(key)}`);
      continue;
    }
    if (place !== null && compare(place, key) >= 0)
      faults.add('out of order', `${at}: ${show(key)} after ${show(place)}`);
    place = key;
  }
}

const showPlace = (key: Key | null): string => (key === null ? 'none' : show(key));

export const show = (key: Key): string =>
  `${nameOf(key)} ${key.time === null ? '(no time)' : new Date(key.time).toISOString()}`;

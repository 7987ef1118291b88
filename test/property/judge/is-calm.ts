import type { DrawnWalk } from '../draw/drawn-walk.ts';

/** Lists stand still and in order, every vendor is well, and what it says is new. */
export const isCalm = ({ prelude, steps, world }: DrawnWalk): boolean =>
  (prelude ?? []).length === 0 &&
  steps.every(({ changes, midway, troubles }) => changes.length + midway.length + troubles.length === 0) &&
  !world.remembers &&
  world.vendors.every(({ order, traits }) => order === 'exact' && !traits.repeats);

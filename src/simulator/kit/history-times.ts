import { type JobStatus, phaseOf } from '../../model/job-status.ts';
import { integer, type Random } from './random.ts';

export const SECOND = 1000;
const PAST = 60 * 24 * 3600 * SECOND;
/** The youngest jobs at the start: still queued, running, or just finished. */
const EDGE = 60 * SECOND;
const HALF_HOUR = 1800 * SECOND;

/** How many jobs share one instant: mostly one, at times two, seldom five to ten. */
const groupSize = (random: Random): number => {
  const draw = random();
  if (draw < 0.02) return integer(random, 5, 10);
  return draw < 0.12 ? 2 : 1;
};

/** Instants of `count` jobs, ascending, with ties on purpose; one in eight falls on a whole second. */
export const pastInstants = (random: Random, count: number, start: number): number[] => {
  const sizes: number[] = [];
  for (let left = count; left > 0; left -= sizes.at(-1) ?? 1) sizes.push(Math.min(left, groupSize(random)));
  const instants = Float64Array.from(sizes, () => {
    const instant = start - EDGE - Math.floor(random() * PAST);
    return random() < 0.125 ? Math.floor(instant / SECOND) * SECOND : instant;
  }).sort();
  return sizes.flatMap((size, group) => Array<number>(size).fill(instants[group] ?? start));
};

/** From one second to two hours, short ones as likely as long ones. */
export const pastDuration = (random: Random): number => Math.floor(SECOND * 7200 ** random());
export const edgeDuration = (random: Random): number => integer(random, 5 * SECOND, 60 * SECOND);

/** How long ago the youngest jobs began, ascending: within half an hour. */
export const lifelikeAges = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => integer(random, SECOND, HALF_HOUR)).sort((a, b) => a - b);

/** When a job that is put in by hand runs: one of a given status has it from now on. */
export const insertedTimes = (
  createdAt: number,
  duration: number,
  now: number,
  status: JobStatus | undefined,
) => {
  if (status === undefined) return { startedAt: createdAt, finishedAt: createdAt + duration };
  const phase = phaseOf(status);
  if (phase === 'PENDING') return { startedAt: Infinity, finishedAt: Infinity };
  if (phase === 'ACTIVE') return { startedAt: createdAt, finishedAt: Infinity, active: status };
  const finishedAt = Math.max(createdAt, Math.min(createdAt + duration, now));
  return { startedAt: createdAt, finishedAt, outcome: status };
};

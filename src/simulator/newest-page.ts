import type { HistoryJob } from './kit/history.ts';
import type { Random } from './kit/random.ts';
import { shuffleTies } from './kit/shuffle.ts';

export interface RowWindow {
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
}

/** One page of jobs that are given by `createdAt` ascending: newest first, those of one instant in a random order. */
export const newestPage = (
  ascending: readonly HistoryJob[],
  { offset, limit }: RowWindow,
  random: Random,
): HistoryJob[] => {
  const newest = ascending.toReversed();
  const isTie = (place: number) => newest[place - 1]?.createdAt === newest[place]?.createdAt;
  let start = Math.min(offset, newest.length);
  let end = Math.min(offset + limit, newest.length);
  while (start > 0 && start < newest.length && isTie(start)) start -= 1;
  while (end < newest.length && isTie(end)) end += 1;
  const mixed = shuffleTies(newest.slice(start, end), (job) => job.createdAt, random);
  return mixed.slice(offset - start, offset - start + limit);
};

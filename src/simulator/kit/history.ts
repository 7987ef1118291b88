import type { JobStatus } from '../../model/job-status.ts';
import { createHistoryIndex } from './history-index.ts';
import {
  edgeDuration,
  insertedTimes,
  lifelikeAges,
  pastDuration,
  pastInstants,
  SECOND,
} from './history-times.ts';
import { createRandom, hash32, integer, pickWeighted, type Random } from './random.ts';
import type { SimulatorOptions } from './simulator.ts';

/** One run of work, before a vendor prints it in its own way. Times are epoch milliseconds. */
export interface HistoryJob {
  /** Counts from 0 in the order of birth, or of insertion. */
  readonly serial: number;
  readonly nativeId: string;
  /** The index of its origin. */
  readonly origin: number;
  readonly createdAt: number;
  /** The job waits in a queue until then. */
  readonly startedAt: number;
  /** `Infinity`: never. */
  readonly finishedAt: number;
  /** Its status while it runs, and after that. */
  readonly active: JobStatus;
  readonly outcome: JobStatus;
  /** 32 random bits of its own, for whatever else a vendor makes up about it. */
  readonly salt: number;
}

export interface HistoryOptions
  extends Pick<SimulatorOptions, 'jobs' | 'origins' | 'seed' | 'now' | 'live'>,
    Partial<Pick<SimulatorOptions, 'isLifelike'>> {
  /** All times are whole multiples of it. Default 1. */
  readonly resolutionMs?: number;
  /** How jobs end, each with its weight. */
  readonly outcomes: readonly (readonly [JobStatus, number])[];
  /** Must differ for different serials. */
  readonly nativeId: (serial: number) => string;
}

export interface History {
  /** The jobs born until now, of one origin or of all, by `createdAt` ascending. A new array each time. */
  readonly jobs: (origin?: number) => HistoryJob[];
  readonly find: (nativeId: string) => HistoryJob | undefined;
  readonly insert: (job: { createdAt: number; origin: number; status?: JobStatus }) => HistoryJob;
  readonly remove: (nativeId: string) => void;
}

/** The status at an instant: queued, then active, then its outcome. */
export const statusAt = (job: HistoryJob, now: number): JobStatus => {
  if (now < job.startedAt) return 'QUEUED';
  return now < job.finishedAt ? job.active : job.outcome;
};

/** Newest first, ties by native id ascending. */
export const newestFirst = (
  a: { readonly createdAt: number | null; readonly nativeId: string },
  b: { readonly createdAt: number | null; readonly nativeId: string },
): number => (b.createdAt ?? -Infinity) - (a.createdAt ?? -Infinity) || (a.nativeId < b.nativeId ? -1 : 1);

/** The history that all simulated vendors share: 60 days of jobs, some running now, and new ones as time passes. */
export const createHistory = (options: HistoryOptions): History => {
  const { seed, now, live, nativeId, outcomes, resolutionMs = 1 } = options;
  const start = now();
  const index = createHistoryIndex<HistoryJob>(options.origins);
  const past = createRandom(seed);
  const future = createRandom(hash32(seed, 1));
  const inserted = createRandom(hash32(seed, 2));
  const whole = (time: number) => Math.floor(time / resolutionMs) * resolutionMs;
  let serial = 0;

  const add = (
    random: Random,
    times: Pick<HistoryJob, 'createdAt' | 'startedAt' | 'finishedAt'> & Partial<HistoryJob>,
  ) => {
    const job: HistoryJob = {
      serial,
      nativeId: nativeId(serial),
      origin: integer(random, 0, options.origins - 1),
      active: 'RUNNING',
      outcome: pickWeighted(random, outcomes),
      salt: Math.floor(random() * 2 ** 32),
      ...times,
      createdAt: whole(times.createdAt),
      startedAt: whole(times.startedAt),
      finishedAt: whole(times.finishedAt),
    };
    serial += 1;
    index.add(job);
    return job;
  };

  const edge = Math.min(options.jobs, Math.max(3, Math.min(12, Math.round(options.jobs * 0.03))));
  for (const createdAt of pastInstants(past, options.jobs - edge, start)) {
    const startedAt = createdAt + integer(past, 0, 2 * SECOND);
    add(past, { createdAt, startedAt, finishedAt: startedAt + pastDuration(past) });
  }
  const ages = options.isLifelike ? lifelikeAges(createRandom(hash32(seed, 3)), edge) : null;
  for (let left = edge; left > 0; left -= 1) {
    const createdAt = start - (ages?.[left - 1] ?? left * SECOND * 2);
    const startedAt = left === 1 ? start + integer(past, 5, 20) * SECOND : createdAt;
    const isSurelyRunning = left === 2 || left === edge;
    add(past, {
      createdAt,
      startedAt,
      finishedAt:
        Math.max(startedAt, isSurelyRunning ? start : 0) +
        (ages === null ? edgeDuration : pastDuration)(past),
    });
  }

  let nextBirth = start + integer(future, 20 * SECOND, 40 * SECOND);
  const catchUp = (time: number) => {
    while (live && nextBirth <= time) {
      for (let twins = future() < 0.1 ? 2 : 1; twins > 0; twins -= 1) {
        const startedAt = nextBirth + integer(future, 0, 5 * SECOND);
        add(future, { createdAt: nextBirth, startedAt, finishedAt: startedAt + edgeDuration(future) });
      }
      nextBirth += integer(future, 20 * SECOND, 40 * SECOND);
    }
    return time;
  };

  return {
    jobs: (origin) => index.until(catchUp(now()), origin),
    find: (id) => {
      const time = catchUp(now());
      const job = index.find(id);
      return job !== undefined && job.createdAt <= time ? job : undefined;
    },
    insert: ({ createdAt, origin, status }) => {
      const times = insertedTimes(createdAt, edgeDuration(inserted), catchUp(now()), status);
      return add(inserted, { createdAt, origin, outcome: 'SUCCEEDED', ...times });
    },
    remove: index.remove,
  };
};

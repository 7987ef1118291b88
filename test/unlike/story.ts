import type { JobStatus } from '../../src/model/job-status.ts';
import { phaseOf } from '../../src/model/job-status.ts';
import { hash32 } from '../../src/simulator/kit/random.ts';
import type { InsertedJob, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';

/** One job as the server has it; times are epoch milliseconds. */
export interface Row {
  /** From 0, in the order in which rows came to be known; says nothing of their time. */
  readonly n: number;
  readonly id: string;
  readonly origin: string;
  readonly word: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  /** `null`: not yet. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

export interface StoryOptions extends Pick<SimulatorOptions, 'jobs' | 'origins' | 'seed' | 'now'> {
  /** The vendor's words, and what the manual says that they mean. */
  readonly words: readonly (readonly [word: string, status: JobStatus])[];
  /** All times are whole multiples of it. */
  readonly resolutionMs: number;
  readonly idOf: (n: number) => string;
  readonly originIdOf: (n: number) => string;
}

export interface Story {
  /** Newest first; those of one instant stand in another order each time. */
  readonly rows: () => Row[];
  readonly find: (id: string) => Row | undefined;
  readonly originIds: readonly string[];
  readonly insert: (job: InsertedJob) => string;
  readonly remove: (id: string) => void;
}

const AGE = 90_000;
const LARGEST_TIE = 9;

/** A whole number that looks drawn; the same for the same arguments. */
export const mixed = (n: number, salt = 0): number => hash32(salt, n);

/** A different whole number below 65,521 for each `n` below that, in no order. */
export const spread = (n: number): number => ((n + 1) * 48_271) % 65_521;

/** A list that does not change by itself: runs of 1 to 9 rows share an instant, and ids go neither with time nor against it. */
export function createStory(options: StoryOptions): Story {
  const { jobs, seed, words, resolutionMs, idOf, originIdOf } = options;
  const originIds = Array.from({ length: options.origins }, (_, n) => originIdOf(n));
  const byId = new Map<string, Row>();
  let [born, calls] = [0, 0];

  const add = (createdAt: number, origin: string, [word, status]: readonly [string, JobStatus]): Row => {
    const n = born++;
    const phase = phaseOf(status);
    const at = Math.floor(createdAt / resolutionMs) * resolutionMs;
    const startedAt = phase === 'PENDING' ? null : at + (mixed(n, 1) % 4) * resolutionMs;
    const finishedAt =
      phase === 'DONE' && startedAt !== null ? startedAt + (mixed(n, 2) % 60) * resolutionMs : null;
    const row = { n, id: idOf(n), origin, word, status, createdAt: at, startedAt, finishedAt };
    byId.set(row.id, row);
    return row;
  };

  const start = options.now() - AGE;
  for (let [n, at] = [0, start]; n < jobs; at -= (1 + (mixed(n, seed) % 90)) * 1_000) {
    const tie = Math.min(jobs - n, 1 + (mixed(n, seed + 1) % 3 === 0 ? mixed(n, seed + 2) % LARGEST_TIE : 0));
    for (const end = n + tie; n < end; n += 1)
      add(
        at,
        originIds[n % originIds.length] ?? '',
        words[mixed(n, seed + 3) % words.length] ?? words[0] ?? ['', 'UNKNOWN'],
      );
  }

  return {
    originIds,
    find: (id) => byId.get(id),
    rows: () => {
      calls += 1;
      return [...byId.values()].sort(
        (a, b) => b.createdAt - a.createdAt || mixed(a.n, calls) - mixed(b.n, calls),
      );
    },
    insert: ({ createdAt, originNativeId = originIds[0] ?? '', status = 'SUCCEEDED' }) => {
      const word = words.find(([, meaning]) => meaning === status);
      if (word === undefined || !originIds.includes(originNativeId))
        throw new RangeError(`no word for ${status}, or no origin ${originNativeId}`);
      return add(createdAt, originNativeId, word).id;
    },
    remove: (id) => void byId.delete(id),
  };
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backends } from '../../src/backends/index.ts';
import type { JobStatus } from '../../src/model/job-status.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { testChanges } from './test-changes.ts';
import { testFaults } from './test-faults.ts';
import { testFilters } from './test-filters.ts';
import { testLookups } from './test-lookups.ts';
import { testRequests } from './test-requests.ts';
import { testStatuses } from './test-statuses.ts';
import { testWalks } from './test-walks.ts';

export interface BackendUnderTest {
  readonly backend: string;
  /** Which of several sorts of this vendor it is, where there are any. */
  readonly variant?: string;
  /** The vendor's words and what they mean here, written down a second time; several where the row tells more. */
  readonly statuses: Readonly<Record<string, JobStatus | readonly JobStatus[]>>;
  readonly create: (options: Partial<SimulatorOptions>) => Promise<Simulator>;
  /** The most requests for a first page, once lists are discovered and the source has signed in. */
  readonly firstPage: (jobs: readonly ExpectedJob[]) => number;
  /** Left out: all groups of tests. */
  readonly groups?: readonly Group[];
  /** Tests, by name, that this vendor cannot pass. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[];
}

/** A test of the suite, which may be skipped by its name. */
export type Check = (name: string, run: () => Promise<void>) => void;

/** What a group of tests is given. */
export interface Suite extends Pick<BackendUnderTest, 'backend' | 'statuses' | 'firstPage'> {
  readonly check: Check;
  /** A vendor of the usual size, which ends with `await using`. */
  readonly start: (options?: Partial<SimulatorOptions>) => Promise<Simulator & AsyncDisposable>;
}

/**
 * Ahead of any clock, so that no session of a vendor whose clock stands still is over, and within the 32 bits that some vendors
 * have for seconds: beyond them nobody is asked for a time.
 */
export const NOW = Date.UTC(2037, 0, 1);

/** Tests of one kind. */
export type Group = (suite: Suite) => void;

/** Those in which the vendor answers. */
export const SOUND: readonly Group[] = [
  testWalks,
  testStatuses,
  testFilters,
  testLookups,
  testChanges,
  testRequests,
];

const USUAL = { jobs: 36, origins: 3, seed: 7, live: false, now: () => NOW };

/** What every backend must do, whichever vendor it reads. */
export function testBackend({
  backend,
  variant,
  create,
  groups = [...SOUND, testFaults],
  skip = [],
  ...rest
}: BackendUnderTest): void {
  const reasons = new Map(skip.flatMap(({ reason, tests }) => tests.map((name) => [name, reason])));
  const start: Suite['start'] = async (options) => {
    const simulator = await create({ ...USUAL, ...options });
    return Object.assign(simulator, { [Symbol.asyncDispose]: simulator.close });
  };
  const check: Check = (name, run) => {
    const reason = reasons.get(name);
    reasons.delete(name);
    test(name, reason === undefined ? {} : { skip: reason }, run);
  };
  const suite: Suite = { backend, start, check, ...rest };
  describe([backend, variant].filter(Boolean).join(', '), () => {
    test('is registered', () => assert(backends.some(({ name }) => name === backend)));
    for (const group of groups) group(suite);
    const unknown = [...reasons.keys()];
    test('skips no test that does not exist', () => assert.deepEqual(unknown, []));
  });
}

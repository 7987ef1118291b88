import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JobStatus } from '../../../src/model/job-status.ts';
import { definitionOf, listingOf } from './definition-of.ts';
import { servicestageJob } from './servicestage-job.ts';

type Words = Readonly<Record<string, JobStatus>>;

/** What each vendor's words mean. */
const WORDS: Readonly<Record<string, Words>> = {
  'huawei-workspace': { WAITING: 'QUEUED', RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAILED: 'FAILED' },
  'huawei-css': { RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' },
  'huawei-vbs': {
    WAITING: 'QUEUED',
    RUNNING: 'RUNNING',
    EXECUTE_SUCCESS: 'SUCCEEDED',
    EXECUTE_FAIL: 'FAILED',
    EXECUTE_TIMEOUT: 'TIMED_OUT',
    SKIP: 'SKIPPED',
  },
  'huawei-servicestage': {
    SUBMITTED: 'QUEUED',
    SCHEDULED: 'QUEUED',
    RUNNING: 'RUNNING',
    SUCCEEDED: 'SUCCEEDED',
    FAILED: 'FAILED',
    PARTIALLY_FAILED: 'PARTIALLY_FAILED',
    CANCELLED: 'CANCELED',
    ROLLBACKING: 'ROLLING_BACK',
    ROLLBACKED: 'ROLLED_BACK',
    SKIPPED: 'SKIPPED',
    UNKNOWN: 'UNKNOWN',
  },
};

/** Words of other vendors, of later versions, and none at all. */
const UNHEARD = ['EXECUTE_EVERYTHING', 'DONE', '', null, undefined];

interface Read {
  readonly status: JobStatus;
  readonly nativeStatus: string | null;
}

const STREAM = { key: 'o1', origin: { nativeId: 'o1', name: null } };

async function readWord(backend: string, word: unknown): Promise<Read> {
  if (backend === 'huawei-servicestage') {
    return (await servicestageJob({ job: { JOB_ID: 'j', EXECUTION_STATUS: word } })).row.fields;
  }
  return listingOf(backend, STREAM).read({ id: 'r', jobId: 'r', job_id: 'r', status: word }).fields;
}

for (const [backend, words] of Object.entries(WORDS)) {
  describe(backend, () => {
    test('each word has its meaning, whatever its case, and is kept as it is', async () => {
      for (const [word, status] of Object.entries(words)) {
        for (const spelt of [word, word.toLowerCase()]) {
          assert.deepEqual(pick(await readWord(backend, spelt)), { status, nativeStatus: spelt });
        }
      }
    });

    test('a word that nobody has heard is unknown, and is kept', async () => {
      for (const word of UNHEARD) {
        const nativeStatus = word || null;
        assert.deepEqual(pick(await readWord(backend, word)), { status: 'UNKNOWN', nativeStatus });
      }
    });

    test('every status that it can have is declared', () => {
      const declared = new Set(definitionOf(backend).statuses);
      const extra: JobStatus[] = backend === 'huawei-workspace' ? ['PARTIALLY_FAILED'] : [];
      assert.deepEqual(
        [...declared].sort(),
        [...new Set([...Object.values(words), ...extra, 'UNKNOWN'])].sort(),
      );
    });
  });
}

const pick = ({ status, nativeStatus }: Read): Read => ({ status, nativeStatus });

describe('a run of Workspace that did well in part', () => {
  const cases = [
    ['SUCCESS', 3, 1, 'PARTIALLY_FAILED'],
    ['FAILED', 1, 3, 'PARTIALLY_FAILED'],
    ['FAILED', 0, 3, 'FAILED'],
    ['FAILED', null, 3, 'FAILED'],
    ['SUCCESS', 3, 0, 'SUCCEEDED'],
    ['SUCCESS', 3, null, 'SUCCEEDED'],
    ['RUNNING', 3, 1, 'RUNNING'],
    ['WAITING', 5, 4, 'QUEUED'],
    ['PAUSED', 5, 4, 'UNKNOWN'],
  ] as const;
  for (const [word, succeeded, failed, expected] of cases) {
    test(`${word}, ${succeeded} well and ${failed} not, is ${expected}`, () => {
      const row = { id: 'r', status: word, success_count: succeeded, failed_count: failed };
      assert.equal(listingOf('huawei-workspace', STREAM).read(row).fields.status, expected);
    });
  }
});

test('the steps of a backup have words of their own', () => {
  const job = { ...listingOf('huawei-vbs', STREAM).read({ job_id: 'r', vbs_job_id: 'v' }).fields };
  const { tasks } = definitionOf('huawei-vbs');
  assert(typeof tasks === 'function');
  const steps = tasks({
    ...job,
    sourceId: 's',
    backend: 'huawei-vbs',
    origin: null,
    inlineTasks: null,
    raw: {},
  });
  assert(steps !== null && 'read' in steps);
  const words = ['INIT', 'RUNNING', 'SUCCESS', 'FAIL', 'EXECUTE_SUCCESS'];
  assert.deepEqual(
    words.map((status) => steps.read({ job_id: 's', status }).status),
    ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'],
  );
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createHuaweiServiceStageSimulator,
  type HuaweiServiceStageOptions,
  type HuaweiServiceStageSimulator,
} from '../../../src/simulator/huawei-servicestage.ts';
import { DEMO_PROJECT } from '../../../src/simulator/iam.ts';
import type { ExpectedJob, Simulator } from '../../../src/simulator/kit/simulator.ts';
import { column, get, rowsOf, START, type VendorAnswer } from './huawei-client.ts';

let vendor: HuaweiServiceStageSimulator;
let answers: (readonly [ExpectedJob, VendorAnswer])[];

const jobOf = (simulator: Simulator, id: string | undefined, query = '') =>
  get(simulator, `/v2/${DEMO_PROJECT.id}/cas/jobs/${id}?${query}`);

const start = (options: HuaweiServiceStageOptions = {}) =>
  createHuaweiServiceStageSimulator({ jobs: 200, live: false, now: () => START, ...options });

const allTasks = () => answers.flatMap(([, answer]) => rowsOf(answer, 'tasks'));

describe('a job of ServiceStage', () => {
  before(async () => {
    vendor = await start();
    answers = await Promise.all(
      vendor.expected().map(async (job) => [job, await jobOf(vendor, job.nativeId, 'limit=100')] as const),
    );
  });
  after(() => vendor.close());

  it('and its tasks are what is expected of them', () => {
    for (const [due, answer] of answers) {
      const tasks = rowsOf(answer, 'tasks');
      const job = answer.body['job'];
      assert.ok(typeof job === 'object' && job !== null);
      const seen = new Map(Object.entries(job));
      assert.deepEqual(
        ['JOB_ID', 'SERVICE_INSTANCE_ID', 'EXECUTION_STATUS'].map((key) => seen.get(key)),
        [due.nativeId, due.originNativeId, due.nativeStatus],
      );
      assert.deepEqual(
        column(tasks, 'TASK_ID'),
        due.tasks.map(({ nativeId }) => nativeId),
      );
      assert.deepEqual(
        column(tasks, 'TASK_STATUS'),
        due.tasks.map(({ nativeStatus }) => nativeStatus),
      );
      const created = column(tasks, 'CREATED_AT').map((text) => Date.parse(String(text)));
      assert.equal(due.createdAt, created.length === 0 ? null : Math.min(...created));
      assert.equal(answer.body['task_count'], tasks.length);
    }
  });

  it('ends with its last health check, once it is done', () => {
    const done = answers.filter(([{ finishedAt }]) => finishedAt !== null);
    assert.ok(done.length > 100);
    for (const [due, answer] of done) {
      const checks = column(rowsOf(answer, 'tasks'), 'LAST_HEALTH_CHECK').map((text) =>
        Date.parse(String(text)),
      );
      assert.equal(due.finishedAt, Math.max(...checks));
    }
    assert.ok(answers.some(([due]) => due.status === 'RUNNING' && due.finishedAt === null));
  });

  it('has none to sixty tasks, with gaps, of all kinds', () => {
    const counts = answers.map(([{ tasks }]) => tasks.length);
    assert.equal(Math.min(...counts), 0);
    assert.ok(Math.max(...counts) > 50 && Math.max(...counts) <= 60);
    const indexes = answers.map(([, answer]) => column(rowsOf(answer, 'tasks'), 'TASK_INDEX').map(Number));
    assert.ok(indexes.every((one) => one.every((index, place) => index > (one[place - 1] ?? 0))));
    assert.ok(indexes.some((one) => (one.at(-1) ?? 0) > one.length));
    const words = new Set(column(allTasks(), 'TASK_STATUS'));
    for (const word of ['SKIPPED', 'FAILED', 'CANCELLED', 'ROLLBACKED', 'SUCCEEDED'])
      assert.ok(words.has(word));
  });

  it('does not always start with its first task', () => {
    const late = answers.filter(([due]) => due.tasks[0] && due.tasks[0].createdAt !== due.createdAt);
    assert.ok(late.length > 10);
  });

  it('has messages that are JSON texts, broken ones among them', () => {
    const isJson = (text: unknown): boolean => {
      try {
        return JSON.parse(String(text)) !== undefined;
      } catch {
        return false;
      }
    };
    const failed = column(
      allTasks().filter((task) => task['TASK_STATUS'] === 'FAILED'),
      'MESSAGES',
    );
    assert.ok(failed.some(isJson) && failed.some((text) => !isJson(text)));
    assert.ok(failed.includes('{ "Message" : "ECC00011", "Detail" : "Building failed." }'));
  });

  it('gives twenty tasks a page, forwards or backwards, of one instance', async () => {
    const [big] = vendor.expected().sort((a, b) => b.tasks.length - a.tasks.length);
    const ids = big?.tasks.map(({ nativeId }) => nativeId) ?? [];
    const page = async (query: string) =>
      column(rowsOf(await jobOf(vendor, big?.nativeId, query), 'tasks'), 'TASK_ID');
    assert.deepEqual(await page(''), ids.slice(0, 20));
    assert.deepEqual(await page('limit=7&offset=20'), ids.slice(20, 27));
    assert.deepEqual(await page('desc=true'), ids.toReversed().slice(0, 20));
    assert.deepEqual(await page('offset=60'), []);
    assert.deepEqual(await page(`instance_id=${big?.originNativeId}`), ids.slice(0, 20));
    assert.equal((await jobOf(vendor, big?.nativeId, 'instance_id=other')).status, 404);
    assert.equal((await jobOf(vendor, big?.nativeId, 'limit=0')).status, 400);
  });
});

describe('other ways of ServiceStage', () => {
  it('cut a page, print lower-case keys and deny what does not exist', async (t) => {
    const other = await start({ maxTaskLimit: 3, keyCase: 'lower', missingAs401: true });
    t.after(() => other.close());
    const [big] = other.expected().sort((a, b) => b.tasks.length - a.tasks.length);
    const answer = await jobOf(other, big?.nativeId, 'limit=50');
    const missing = await jobOf(other, 'JOBmissing');
    const tasks = rowsOf(answer, 'tasks');
    assert.deepEqual(
      column(tasks, 'task_id'),
      big?.tasks.slice(0, 3).map(({ nativeId }) => nativeId),
    );
    assert.match(JSON.stringify(answer.body['job']), /"execution_status"/);
    assert.deepEqual([missing.status, missing.body['error_code']], [401, 'SVCSTG.00100401']);
  });

  it('say 404 by default', async (t) => {
    const plain = await start({ jobs: 1 });
    t.after(() => plain.close());
    const missing = await jobOf(plain, 'JOBmissing');
    assert.deepEqual([missing.status, missing.body['error_code']], [404, 'SVCSTG.00100429']);
  });
});

describe('a job as time passes', () => {
  it('gains tasks, keeps its time of birth and ends', async (t) => {
    let clock = START;
    const alive = await start({ jobs: 200, live: true, now: () => clock });
    t.after(() => alive.close());
    const running = alive
      .expected()
      .filter(({ status, createdAt }) => status === 'RUNNING' && createdAt !== null);
    clock = START + 7_200_000;
    const later = new Map(alive.expected().map((job) => [job.nativeId, job]));
    assert.ok(running.length > 1 && later.size > 300);
    for (const job of running) {
      const ended = later.get(job.nativeId);
      assert.equal(ended?.createdAt, job.createdAt);
      assert.notEqual(ended?.status, 'RUNNING');
      assert.ok((ended?.tasks.length ?? 0) >= job.tasks.length);
    }
  });
});

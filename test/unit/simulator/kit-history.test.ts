import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createHistory,
  type HistoryOptions,
  newestFirst,
  statusAt,
} from '../../../src/simulator/kit/history.ts';
import { uuid } from '../../../src/simulator/kit/random.ts';

const START = Date.UTC(2026, 4, 1, 12);
const DAY = 86_400_000;
const HOUR = 3_600_000;

const setUp = (given: Partial<HistoryOptions> = {}) => {
  const clock = { time: START };
  const history = createHistory({
    jobs: 500,
    origins: 4,
    seed: 3,
    live: true,
    now: () => clock.time,
    outcomes: [
      ['SUCCEEDED', 8],
      ['FAILED', 2],
    ],
    nativeId: (serial) => uuid(3, 'test', serial),
    ...given,
  });
  return { history, clock };
};

test('starts with as many jobs as asked, by time, over 60 days and all origins', () => {
  for (const jobs of [1, 2, 3, 500]) assert.equal(setUp({ jobs }).history.jobs().length, jobs);
  const jobs = setUp().history.jobs();
  assert.ok(jobs.every((job, n) => job.createdAt >= (jobs[n - 1]?.createdAt ?? 0)));
  assert.ok((jobs[0]?.createdAt ?? 0) > START - 61 * DAY && (jobs[0]?.createdAt ?? 0) < START - 55 * DAY);
  assert.ok((jobs.at(-1)?.createdAt ?? Infinity) <= START);
  assert.equal(new Set(jobs.map(({ nativeId }) => nativeId)).size, 500);
});

test('every job belongs to one origin', () => {
  const { history } = setUp();
  const lists = [0, 1, 2, 3].map((origin) => history.jobs(origin));
  assert.ok(lists.every((list, origin) => list.length > 50 && list.every((job) => job.origin === origin)));
  assert.equal(lists.flat().length, 500);
  assert.deepEqual(history.jobs(99), []);
});

test('jobs share instants: pairs, and groups of five to ten, also across origins', () => {
  const groups = [...Map.groupBy(setUp().history.jobs(), ({ createdAt }) => createdAt).values()];
  assert.ok(groups.some((group) => group.length === 2));
  assert.ok(groups.some((group) => group.length >= 5 && group.length <= 10));
  assert.ok(groups.some((group) => new Set(group.map(({ origin }) => origin)).size > 1));
});

test('at the start some jobs run, some wait, most are done', () => {
  const statuses = Map.groupBy(setUp().history.jobs(), (job) => statusAt(job, START));
  assert.ok((statuses.get('RUNNING')?.length ?? 0) >= 2);
  assert.ok((statuses.get('QUEUED')?.length ?? 0) >= 1);
  assert.ok((statuses.get('SUCCEEDED')?.length ?? 0) > 300);
  assert.ok((statuses.get('FAILED')?.length ?? 0) > 50);
});

test('a job waits, runs and ends as time passes', () => {
  const { history } = setUp({ live: false });
  const waiting = history.jobs().find((job) => statusAt(job, START) === 'QUEUED');
  assert.ok(waiting);
  assert.equal(statusAt(waiting, waiting.startedAt), 'RUNNING');
  assert.equal(statusAt(waiting, waiting.finishedAt - 1), 'RUNNING');
  assert.equal(statusAt(waiting, waiting.finishedAt), waiting.outcome);
});

test('while live, jobs are born every 20 to 40 seconds, the same however often one looks', () => {
  const [once, often] = [setUp(), setUp()];
  once.clock.time = START + HOUR;
  while (often.clock.time < START + HOUR) {
    often.clock.time += 10_000;
    often.history.jobs();
  }
  assert.deepEqual(once.history.jobs(), often.history.jobs());
  const births = new Set(
    once.history
      .jobs()
      .map(({ createdAt }) => createdAt)
      .filter((time) => time > START),
  );
  assert.ok(births.size >= 90 && births.size <= 180, `${births.size} births`);
  assert.equal(
    [...births].every((time) => time <= START + HOUR),
    true,
  );
});

test('without life no job is born', () => {
  const { history, clock } = setUp({ live: false });
  clock.time = START + DAY;
  assert.equal(history.jobs().length, 500);
  assert.ok(history.jobs().every((job) => !['RUNNING', 'QUEUED'].includes(statusAt(job, clock.time))));
});

test('a job can be inserted in the past and found in its place', () => {
  const { history } = setUp();
  const job = history.insert({ createdAt: START - 10 * DAY, origin: 2, status: 'FAILED' });
  assert.equal(statusAt(job, START), 'FAILED');
  assert.equal(history.find(job.nativeId), job);
  const jobs = history.jobs();
  const place = jobs.indexOf(job);
  assert.ok((jobs[place - 1]?.createdAt ?? Infinity) <= job.createdAt);
  assert.ok((jobs[place + 1]?.createdAt ?? 0) > job.createdAt);
  assert.ok(history.jobs(2).includes(job) && !history.jobs(1).includes(job));
});

test('an inserted job has the status given, and runs and succeeds where none is', () => {
  const { history } = setUp();
  const insert = (status?: 'QUEUED' | 'PAUSED' | 'FAILED') =>
    history.insert({ createdAt: START, origin: 0, ...(status === undefined ? {} : { status }) });
  assert.equal(statusAt(insert('FAILED'), START), 'FAILED');
  assert.equal(statusAt(insert('PAUSED'), START + DAY), 'PAUSED');
  assert.equal(statusAt(insert('QUEUED'), START + DAY), 'QUEUED');
  assert.equal(statusAt(insert(), START + 1000), 'RUNNING');
  assert.equal(statusAt(insert(), START + 61_000), 'SUCCEEDED');
});

test('a job inserted in the future is not there yet', () => {
  const { history, clock } = setUp({ live: false });
  const { nativeId } = history.insert({ createdAt: START + 1000, origin: 0 });
  assert.equal(history.find(nativeId), undefined);
  assert.equal(history.jobs().length, 500);
  clock.time = START + 1000;
  assert.equal(history.jobs().length, 501);
  assert.equal(history.find(nativeId)?.nativeId, nativeId);
});

test('a removed job is gone everywhere', () => {
  const { history } = setUp();
  const [job] = history.jobs();
  assert.ok(job);
  history.remove(job.nativeId);
  history.remove('no such job');
  assert.equal(history.find(job.nativeId), undefined);
  assert.equal(history.jobs().length, 499);
  assert.equal(history.jobs(job.origin).includes(job), false);
});

test('times are whole multiples of the resolution', () => {
  const jobs = setUp({ resolutionMs: 1000 }).history.jobs();
  assert.ok(jobs.every((job) => job.createdAt % 1000 === 0 && job.finishedAt % 1000 === 0));
  assert.ok(jobs.every((job) => job.finishedAt >= job.createdAt));
});

test('newest first means by time, unknown times last, then by native id', () => {
  const rows = [
    { nativeId: 'b', createdAt: 1 },
    { nativeId: 'n', createdAt: null },
    { nativeId: 'a', createdAt: 1 },
    { nativeId: 'z', createdAt: 2 },
  ];
  assert.deepEqual(
    rows.sort(newestFirst).map(({ nativeId }) => nativeId),
    ['z', 'a', 'b', 'n'],
  );
});

test('a hundred thousand jobs are no burden', () => {
  const { history } = setUp({ jobs: 100_000 });
  assert.equal(history.jobs().length, 100_000);
});

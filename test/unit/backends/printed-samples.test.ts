import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { envelopeOf } from '../../../src/datasource/paging/read-answer.ts';
import type { JobFields } from '../../../src/model/job.ts';
import { listingOf } from './definition-of.ts';
import { servicestageJob } from './servicestage-job.ts';

/** What the vendors' manuals print. */
const sample = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/samples/${name}.json`), 'utf8'));

const STREAM = { key: 'o1', origin: { nativeId: 'o1', name: 'nightly' } };

function read(backend: string, body: unknown): { total: number | null; jobs: JobFields[] } {
  const listing = listingOf(backend, STREAM);
  const { rows, total } = envelopeOf(listing, body);
  return { total, jobs: rows.map((row) => listing.read(row).fields) };
}

const iso = (time: number | null | undefined): string | null =>
  typeof time === 'number' ? new Date(time).toISOString() : null;

const times = (job: JobFields | undefined) => [job?.createdAt, job?.startedAt, job?.finishedAt].map(iso);

test('zstack: an id with a fraction, a local time, seconds, dumps that are JSON text', () => {
  const { total, jobs } = read('zstack', sample('zstack.history'));
  const [job, ...others] = jobs;
  assert.deepEqual([total, others], [null, []]);
  assert.deepEqual([job?.nativeId, job?.status, job?.kind, job?.error], ['1', 'SUCCEEDED', null, null]);
  const start = '2017-11-14T14:20:57.000Z';
  assert.deepEqual(times(job), [start, start, '2017-11-14T14:35:57.000Z']);
  assert.deepEqual(job?.origin, { nativeId: 'd7696913343040d8b98de04d59727711', name: null });
  assert.deepEqual(job?.resource, { nativeId: '7cd923fa779044fd8510e8ee97aa579e', type: null });
  assert.deepEqual(job?.details['request'], { bsUuid: '716078c20a0047a69102174c6097a690' });
  assert.deepEqual([job?.details['executeSeconds'], job?.details['jobGroupUuid']], [900, null]);
});

test('workspace: counts that contradict each other, a word in lower case, a run that waits and has ended', () => {
  const { total, jobs } = read('huawei-workspace', sample('huawei-workspace.execute-history'));
  const [job, ...others] = jobs;
  assert.deepEqual([total, others], [0, []]);
  assert.deepEqual([job?.nativeId, job?.kind], ['62f48b59-0ebb-4b1e-ad35-f64948a0591b', 'RESTART_SERVER']);
  assert.deepEqual([job?.status, job?.nativeStatus], ['QUEUED', 'WAITING']);
  assert.deepEqual(job?.progress, { total: 10, succeeded: 5, failed: 4, running: 4 });
  const time = '2022-03-07T10:40:43.858Z';
  assert.deepEqual(times(job), [time, time, time]);
  assert.deepEqual(job?.origin, { nativeId: 'o1', name: 'nightly' });
  assert.deepEqual([job?.details['scheduledType'], job?.details['timeZone']], ['day', 'Asia/Shanghai']);
});

test('css: a time as a number, nulls, no count', () => {
  const { total, jobs } = read('huawei-css', sample('huawei-css.logs-records'));
  const [job, ...others] = jobs;
  assert.deepEqual([total, others], [null, []]);
  assert.deepEqual([job?.nativeId, job?.kind], ['2c9080df7c171342017c5e0884f8011c', 'Manual']);
  assert.deepEqual([job?.status, job?.error, job?.statusMessage], ['RUNNING', null, null]);
  assert.deepEqual(times(job), ['2022-06-24T03:53:57.000Z', null, null]);
  assert.deepEqual(job?.resource, { nativeId: 'o1', type: 'cluster' });
  assert.equal(job?.details['recordId'], 'd455a541-597e-4846-a6be-baad0ea361b1');
});

test('vbs: times without a zone, a finished time absent', () => {
  const { total, jobs } = read('huawei-vbs', sample('huawei-vbs.backuptasks'));
  assert.equal(total, 2);
  assert.deepEqual(
    jobs.map(({ nativeId, name, status }) => [nativeId, name, status]),
    [
      ['0781095c-b8ab-4ce5-99f3-4c5f6ff75319', 'autobk_a61d', 'RUNNING'],
      ['c11b5a18-4559-4731-b7b3-58e2bd89cdb9', 'autobk_e6d2', 'SUCCEEDED'],
    ],
  );
  assert.deepEqual(jobs.map(times), [
    ['2016-12-03T06:24:34.467Z', null, null],
    ['2016-12-02T09:06:46.706Z', null, '2016-12-02T13:00:00.121Z'],
  ]);
  assert.deepEqual(jobs[0]?.resource, { nativeId: 'f47a4ab5-11f5-4509-97f5-80ce0dd74e37', type: 'volume' });
  assert.equal(jobs[0]?.origin?.nativeId, 'o1');
});

test('servicestage: no times but those of the tasks, gaps in their numbers, a reason as JSON text', async () => {
  const { row } = await servicestageJob(sample('huawei-servicestage.job'));
  const { fields, inlineTasks } = row;
  assert.deepEqual(
    [fields.nativeId, fields.status, fields.kind],
    ['JOB474362ef-091d-429f-9b3e-c9246b37dee6', 'FAILED', 'PROVISION'],
  );
  const start = '2020-02-04T04:01:03.344Z';
  assert.deepEqual(times(fields), [start, start, '2020-02-04T04:01:38.975Z']);
  assert.deepEqual(fields.error, { code: 'ECC00011', message: 'Building failed.' });
  assert.equal(fields.createdBy, '585cc5c16cda4954b28d4eb460f06261');
  assert.equal(fields.details['orderId'], null);
  assert.deepEqual(
    inlineTasks?.map(({ index, name, kind, status }) => [index, name, kind, status]),
    [
      [1, 'SEPARATOR_PREPARE_RESOURCES', 'echo', 'SUCCEEDED'],
      [4, 'SEPARATOR_BUILDING', 'echo', 'SUCCEEDED'],
      [6, 'TN00091', 'restful', 'SUCCEEDED'],
      [7, 'TN00094', 'restful', 'SUCCEEDED'],
      [9, 'TN00097', 'restful', 'FAILED'],
    ],
  );
});

test('an answer of another shape is refused', () => {
  const strangers = [
    null,
    [],
    '',
    '<html>',
    { result: [], rows: [1] },
    { items: {}, tasks: 1, inventories: '', clusterLogRecord: {} },
  ];
  for (const backend of ['zstack', 'huawei-workspace', 'huawei-css', 'huawei-vbs'])
    for (const body of strangers)
      assert.throws(() => envelopeOf(listingOf(backend, STREAM), body), { name: 'ShapeError' }, backend);
});

test('a row without what tells it apart cannot be read', () => {
  for (const backend of ['zstack', 'huawei-workspace', 'huawei-css', 'huawei-vbs'])
    for (const row of [null, {}, [], 'row', { status: 'RUNNING' }])
      assert.throws(() => listingOf(backend, STREAM).read(row), { name: 'ZodError' }, backend);
});

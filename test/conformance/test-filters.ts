import assert from 'node:assert/strict';
import { matches } from '../../src/datasource/filter/plan-filter.ts';
import type { JobSource } from '../../src/datasource/source/job-source.ts';
import { namesOf, withOriginName } from '../../src/datasource/source/origin-names.ts';
import type { Job } from '../../src/model/job.ts';
import type { JobFilter } from '../../src/model/job-filter.ts';
import { JOB_STATUSES, type JobPhase } from '../../src/model/job-status.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import { sourceScope } from '../support/source-scope.ts';
import type { Suite } from './test-backend.ts';
import { idsOf } from './view.ts';

const PHASES: readonly JobPhase[] = ['PENDING', 'ACTIVE', 'DONE', 'UNKNOWN'];
const HOUR = 3_600_000;

/** A filter means the same whether the vendor applies it, the engine does, or it is applied to a list read before. */
export function testFilters({ check, start }: Suite): void {
  check('filters', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    const all = await named(await read(source, {}), source);
    assert.deepEqual(idsOf(all), idsOf(simulator.expected()));
    for (const filter of filtersFor(all)) {
      const wanted = idsOf(all.filter((job) => matches(job, filter)));
      const name = JSON.stringify(filter);
      assert.deepEqual(idsOf(await read(source, filter)), wanted, `with push-down: ${name}`);
      assert.deepEqual(idsOf(await read(withoutPushDown(source), filter)), wanted, `without: ${name}`);
    }
    await source.close();
  });

  check('filters in the other order and from the other end', async () => {
    await using simulator = await start();
    const source = connectVendor(simulator);
    const all = await named(await read(source, {}), source);
    for (const filter of filtersFor(all).filter((_, i) => i % 4 === 0)) {
      const wanted = idsOf(all.filter((job) => matches(job, filter)));
      const ascending = jobList({ sources: [source], filter, order: 'CREATED_AT_ASC' });
      const fromEnd = edgesOf(await ascending.walk(5, { isForward: false }), false);
      assert.deepEqual(idsOf(fromEnd.map(({ job }) => job)), wanted.toReversed(), JSON.stringify(filter));
    }
    await source.close();
  });
}

/** Each job with the name that people see. */
async function named(jobs: readonly Job[], source: JobSource): Promise<Job[]> {
  const names = namesOf(await source.listOrigins(sourceScope()));
  return jobs.map((job) => withOriginName(job, names));
}

const read = async (source: JobSource, filter: JobFilter): Promise<Job[]> =>
  edgesOf(await jobList({ sources: [source], filter }).walk(7)).map(({ job }) => job);

/** A plan without a filter asks the vendor for everything; the engine still applies the request's own filter. */
const withoutPushDown = (source: JobSource): JobSource => ({
  ...source,
  planFilter: () => source.planFilter({}),
});

function filtersFor(jobs: readonly Job[]): JobFilter[] {
  const [newer, older] = [timeAt(jobs, 1 / 3), timeAt(jobs, 2 / 3)];
  const origins = distinct(jobs.flatMap(({ origin }) => (origin === null ? [] : [origin.nativeId])));
  const kinds = distinct(jobs.flatMap(({ kind }) => (kind === null ? [] : [kind])));
  const resourceIds = distinct(
    jobs.flatMap(({ resource }) => (resource === null ? [] : [resource.nativeId])),
  );
  const names = distinct(jobs.flatMap((job) => job.name ?? job.origin?.name ?? []));
  const users = distinct(jobs.flatMap(({ createdBy }) => createdBy ?? []));
  const sourceId = jobs[0]?.sourceId ?? '';
  const ref = (nativeId: string) => ({ sourceId, nativeId });
  return [
    ...JOB_STATUSES.map((status): JobFilter => ({ statuses: [status] })),
    ...PHASES.map((phase): JobFilter => ({ phases: [phase] })),
    { statuses: ['FAILED', 'RUNNING'] },
    { statuses: ['SUCCEEDED', 'RUNNING'] },
    { statuses: JOB_STATUSES },
    { statuses: [] },
    { statuses: ['SUCCEEDED'], phases: ['ACTIVE'] },
    { phases: ['PENDING', 'ACTIVE'] },
    ...origins.map((id): JobFilter => ({ origins: [ref(id)] })),
    { origins: origins.slice(0, 2).map(ref) },
    { origins: [ref('nobody')] },
    { origins: [{ sourceId: 'another', nativeId: origins[0] ?? '' }] },
    ...kinds.flatMap((kind): JobFilter[] => [{ kinds: [kind] }, { kinds: [kind.toLowerCase()] }]),
    { kinds: kinds.slice(0, 2) },
    { kinds: ['a kind, of=nobody'] },
    ...resourceIds.slice(0, 3).map((id): JobFilter => ({ resourceIds: [id] })),
    { resourceIds: resourceIds.slice(0, 2) },
    { resourceIds: ['nothing', ...resourceIds.slice(0, 1)] },
    ...[newer, newer - 1, newer + 1].flatMap((time): JobFilter[] => [
      { createdAfter: time },
      { createdBefore: time },
    ]),
    { createdAfter: older, createdBefore: newer },
    { createdAfter: newer, createdBefore: older },
    { createdAfter: newer, createdBefore: newer + 1 },
    { createdAfter: older - HOUR, statuses: ['SUCCEEDED'], origins: origins.slice(0, 1).map(ref) },
    { createdBefore: newer, phases: ['DONE'], kinds: kinds.slice(0, 1) },
    { notStatuses: ['SUCCEEDED'] },
    { notStatuses: ['SUCCEEDED', 'FAILED'], phases: ['DONE'] },
    { notStatuses: [] },
    { notStatuses: JOB_STATUSES },
    { finishedAfter: newer },
    { finishedBefore: older },
    { finishedAfter: older, finishedBefore: newer, statuses: ['SUCCEEDED'] },
    { finishedAfter: newer, finishedBefore: older },
    ...names.slice(0, 3).map((name): JobFilter => ({ names: [name.toUpperCase()] })),
    { names: ['nobody', ...names.slice(0, 2)] },
    { names: ['nobody'] },
    { names: [] },
    ...names.slice(0, 2).map((name): JobFilter => ({ nameContains: name.slice(1, -1).toLowerCase() })),
    { nameContains: '', statuses: ['FAILED'] },
    { nameContains: 'nothing of the kind' },
    ...users.slice(0, 2).map((user): JobFilter => ({ createdBy: [user] })),
    { createdBy: ['nobody'] },
    { createdBy: [] },
    { sources: [sourceId], statuses: ['FAILED'] },
    { sources: ['another'] },
    { backends: ['another'] },
  ];
}

function timeAt(jobs: readonly Job[], part: number): number {
  const times = jobs.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
  return times[Math.floor(times.length * part)] ?? 0;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

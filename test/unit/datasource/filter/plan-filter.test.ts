import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planFilter, windowQuery } from '../../../../src/datasource/filter/plan-filter.ts';
import type { JobFilter } from '../../../../src/model/job-filter.ts';
import type { JobStatus } from '../../../../src/model/job-status.ts';
import { definitionOf, pagedJobsOf } from '../../backends/definition-of.ts';

interface Planned {
  readonly pushed?: readonly string[];
  readonly left?: readonly string[];
  /** `name=value`. */
  readonly query?: readonly string[];
}

const plan = (backend: string, filter: JobFilter, pushDown = true) =>
  planFilter(definitionOf(backend), 's1', filter, { pushDown });

function check(backend: string, filter: JobFilter, { pushed = [], left = [], query = [] }: Planned): void {
  const planned = plan(backend, filter);
  assert.equal(planned.isExcluded, false);
  assert.deepEqual(planned.pushedDown, pushed);
  assert.deepEqual(planned.residual, left);
  const { jobs } = definitionOf(backend);
  const within = jobs.kind === 'paged' ? windowQuery(jobs, planned.window) : [];
  assert.deepEqual(
    [...planned.query, ...within].map(([name, value]) => `${name}=${value}`),
    query,
  );
}

const origin = (nativeId: string, sourceId = 's1') => ({ sourceId, nativeId });
/** 2024-05-01T00:00:00Z and a day later; the clock of the tests shows eight hours more. */
const WINDOW = { createdAfter: 1_714_521_600_000, createdBefore: 1_714_608_000_000 };

const CASES: readonly (readonly [what: string, backend: string, filter: JobFilter, planned: Planned])[] = [
  ['nothing', 'zstack', {}, {}],
  ['the source itself', 'zstack', { sources: ['s1'], backends: ['zstack'] }, {}],
  [
    'zstack: a good end',
    'zstack',
    { statuses: ['SUCCEEDED'] },
    { pushed: ['statuses'], left: ['statuses'], query: ['q=success=true'] },
  ],
  [
    'zstack: a bad end, or none yet',
    'zstack',
    { statuses: ['FAILED', 'RUNNING'] },
    { pushed: ['statuses'], left: ['statuses'], query: ['q=success=false'] },
  ],
  ['zstack: done can be either', 'zstack', { phases: ['DONE'] }, { left: ['phases'] }],
  [
    'zstack: statuses and phases are one condition',
    'zstack',
    { statuses: ['SUCCEEDED', 'RUNNING'], phases: ['DONE'] },
    { pushed: ['statuses', 'phases'], left: ['statuses', 'phases'], query: ['q=success=true'] },
  ],
  [
    'zstack: ids with IN, exactly',
    'zstack',
    { origins: [origin('j1'), origin('j2'), origin('j3', 'other')], resourceIds: ['vm-1'] },
    {
      pushed: ['origins', 'resourceIds'],
      query: ['q=schedulerJobUuid?=j1,j2', 'q=targetResourceUuid?=vm-1'],
    },
  ],
  [
    'zstack: kinds that are written as the vendor does',
    'zstack',
    { kinds: ['vmBackup'] },
    { pushed: ['kinds'], query: ['q=jobType?=vmBackup'] },
  ],
  ['zstack: kinds in another case', 'zstack', { kinds: ['vmbackup'] }, { left: ['kinds'] }],
  [
    'zstack: values that its parser of conditions would misread',
    'zstack',
    { resourceIds: ['a=b'], origins: [origin('a,b')] },
    { left: ['origins', 'resourceIds'] },
  ],
  [
    'zstack: more ids than a URL holds',
    'zstack',
    { resourceIds: Array.from({ length: 101 }, (_, i) => `vm-${i}`) },
    { left: ['resourceIds'] },
  ],
  [
    'zstack: a window, in the node’s own time',
    'zstack',
    WINDOW,
    {
      pushed: ['createdAfter', 'createdBefore'],
      left: ['createdAfter', 'createdBefore'],
      query: ['q=startTime>=2024-05-01 08:00:00', 'q=startTime<2024-05-02 08:00:00'],
    },
  ],
  [
    'workspace: lists of other tasks are left out, the rest is checked here',
    'huawei-workspace',
    { origins: [origin('t1')], statuses: ['FAILED'], kinds: ['x'], ...WINDOW },
    { pushed: ['origins'], left: ['statuses', 'createdAfter', 'createdBefore', 'kinds'] },
  ],
  [
    'css: the failed ones, exactly',
    'huawei-css',
    { statuses: ['FAILED'] },
    { pushed: ['statuses'], query: ['status=FAIL'] },
  ],
  [
    'css: one of the other two',
    'huawei-css',
    { statuses: ['RUNNING'] },
    { pushed: ['statuses'], left: ['statuses'], query: ['status=NOT_FAIL'] },
  ],
  [
    'css: all but the other words',
    'huawei-css',
    { notStatuses: ['RUNNING', 'SUCCEEDED', 'UNKNOWN'] },
    { pushed: ['notStatuses'], query: ['status=FAIL'] },
  ],
  ['css: both words', 'huawei-css', { phases: ['DONE'] }, { left: ['phases'] }],
  ['css: words nobody has heard', 'huawei-css', { statuses: ['UNKNOWN'] }, { left: ['statuses'] }],
  [
    'css: a cluster is the resource of its jobs',
    'huawei-css',
    { resourceIds: ['c1'], origins: [origin('c1')] },
    { pushed: ['origins', 'resourceIds'] },
  ],
  [
    'vbs: one word',
    'huawei-vbs',
    { statuses: ['TIMED_OUT'] },
    { pushed: ['statuses'], query: ['status=EXECUTE_TIMEOUT'] },
  ],
  ['vbs: two words', 'huawei-vbs', { statuses: ['TIMED_OUT', 'FAILED'] }, { left: ['statuses'] }],
  [
    'vbs: a phase of one word',
    'huawei-vbs',
    { phases: ['PENDING'] },
    { pushed: ['phases'], query: ['status=WAITING'] },
  ],
  [
    'vbs: of two statuses it can have one',
    'huawei-vbs',
    { statuses: ['SKIPPED', 'PAUSED'] },
    { pushed: ['statuses'], query: ['status=SKIP'] },
  ],
  [
    'servicestage: nothing, for it has no list',
    'huawei-servicestage',
    { origins: [origin('i1')], statuses: ['FAILED'], ...WINDOW },
    { left: ['origins', 'statuses', 'createdAfter', 'createdBefore'] },
  ],
];

describe('what is pushed, what is left', () => {
  for (const [what, backend, filter, planned] of CASES) test(what, () => check(backend, filter, planned));
});

test('every status at once asks nothing of the vendor, whatever it could be asked', () => {
  const vendor = definitionOf('huawei-css');
  const pushed = { query: [['status', 'any']], precision: 'exact' } as const;
  const jobs = { ...pagedJobsOf('huawei-css'), pushDown: { statuses: () => pushed } };
  const query = (statuses: readonly JobStatus[]) => planFilter({ ...vendor, jobs }, 's1', { statuses }).query;
  assert.deepEqual(query(vendor.statuses), []);
  assert.deepEqual(query(vendor.statuses.slice(1)), [['status', 'any']]);
});

test('a source that can have no such job is not asked', () => {
  const excluding: readonly (readonly [string, JobFilter])[] = [
    ['zstack', { sources: ['s2'] }],
    ['zstack', { sources: [] }],
    ['zstack', { backends: ['huawei-css'] }],
    ['zstack', { origins: [origin('j1', 's2')] }],
    ['zstack', { origins: [] }],
    ['zstack', { statuses: [] }],
    ['zstack', { statuses: ['PAUSED'] }],
    ['zstack', { phases: ['PENDING'] }],
    ['zstack', { statuses: ['RUNNING'], phases: ['DONE'] }],
    ['huawei-css', { statuses: ['TIMED_OUT', 'QUEUED'] }],
    ['huawei-vbs', { statuses: ['PARTIALLY_FAILED'] }],
    ['zstack', { notStatuses: ['RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'] }],
    ['zstack', { names: [] }],
    ['huawei-servicestage', { createdBy: [] }],
    ['zstack', { createdBy: ['somebody'] }],
    ['huawei-workspace', { createdBy: ['somebody'] }],
    ['huawei-css', { createdBy: ['somebody'] }],
    ['huawei-vbs', { createdBy: ['somebody'] }],
    ['zstack', { finishedAfter: 5, finishedBefore: 5 }],
    ['zstack', { resourceIds: [] }],
    ['zstack', { kinds: [] }],
    ['zstack', { createdAfter: 5, createdBefore: 5 }],
  ];
  for (const [backend, filter] of excluding) {
    assert.equal(plan(backend, filter).isExcluded, true, JSON.stringify(filter));
    assert.equal(plan(backend, filter, false).isExcluded, true, JSON.stringify(filter));
  }
  assert.equal(plan('zstack', { createdAfter: 5, createdBefore: 6 }).isExcluded, false);
});

test('with push-down off all is left to the engine', () => {
  const filter: JobFilter = { statuses: ['FAILED'], origins: [origin('c1')], resourceIds: ['c1'] };
  const planned = plan('huawei-css', filter, false);
  assert.deepEqual([planned.query, planned.pushedDown], [[], []]);
  assert.deepEqual(planned.residual, ['origins', 'statuses', 'resourceIds']);
});

test('lists of other origins or resources are left out; one that cannot tell is read', () => {
  const { includes } = plan('huawei-css', { origins: [origin('c1'), origin('c2')], resourceIds: ['c2'] });
  const list = (id: string) => ({ key: id, origin: { nativeId: id, name: null }, resourceId: id });
  assert.deepEqual(['c1', 'c2', 'c3'].map(list).map(includes), [false, true, false]);
  assert.equal(includes({ key: 'x', origin: null }), true);
});

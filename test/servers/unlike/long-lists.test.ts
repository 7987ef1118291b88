import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jobId, parseGlobalId } from '../../../src/model/global-id.ts';
import type { JobFilter } from '../../../src/model/job-filter.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from '../../../src/simulator/kit/simulator.ts';
import { NOW } from '../../conformance/test-backend.ts';
import { DIRECTIONS, ORDERS } from '../../conformance/test-walks.ts';
import { expectedView, idsOf, jobView } from '../../conformance/view.ts';
import { connectVendor } from '../../support/connect-vendor.ts';
import { edgesOf, jobList } from '../../support/job-list.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { createUnlikeBuildbot } from '../../unlike/buildbot.ts';
import { createUnlikeCbr } from '../../unlike/huawei-cbr.ts';
import { createUnlikeCss } from '../../unlike/huawei-css.ts';
import { createUnlikeVbs } from '../../unlike/huawei-vbs.ts';
import { createUnlikeWorkspace } from '../../unlike/huawei-workspace.ts';
import { createUnlikeZstack } from '../../unlike/zstack.ts';
import { createUnlikeLongjob } from '../../unlike/zstack-longjob.ts';

type Create = (options: Partial<SimulatorOptions>) => Promise<Simulator>;

/** `state`: what the reports say, where it is not `OK`: a list out of order is read whole, and that is told. */
const VENDORS: readonly (readonly [name: string, create: Create, state?: 'PARTIAL'])[] = [
  ['buildbot', createUnlikeBuildbot],
  ['huawei-cbr', createUnlikeCbr],
  [
    'huawei-cbr, oldest first',
    (options) => createUnlikeCbr({ ...options, order: 'oldest first' }),
    'PARTIAL',
  ],
  ['huawei-cbr, in no order', (options) => createUnlikeCbr({ ...options, order: 'none' }), 'PARTIAL'],
  ['huawei-css', createUnlikeCss],
  ['huawei-vbs', createUnlikeVbs],
  ['huawei-workspace', createUnlikeWorkspace],
  ['zstack', createUnlikeZstack],
  ['zstack-longjob', createUnlikeLongjob],
];

const OPTIONS = { jobs: 150, origins: 3, seed: 11, live: false, now: () => NOW };
/** Smaller and larger than any page of these vendors; pages of one job are the conformance suite's. */
const SIZES = [7, 100];

const start = async (create: Create) => {
  const vendor = await create(OPTIONS);
  return Object.assign(vendor, { [Symbol.asyncDispose]: vendor.close });
};

/** A filter, and which jobs pass it by what the server itself says. */
type Filtered = readonly [JobFilter, (job: ExpectedJob) => boolean];

function filtersFor(jobs: readonly ExpectedJob[], sourceId: string): Filtered[] {
  const [newer, older] = [jobs[40]?.createdAt ?? 0, jobs[110]?.createdAt ?? 0];
  const origin = jobs.find(({ originNativeId }) => originNativeId !== null)?.originNativeId ?? '';
  const isWithin = ({ createdAt }: ExpectedJob) =>
    createdAt !== null && createdAt >= older && createdAt < newer;
  const isFailed = ({ status }: ExpectedJob) => status === 'FAILED';
  const isOver = ({ status }: ExpectedJob) => status === 'FAILED' || status === 'SUCCEEDED';
  const isOpen = ({ status }: ExpectedJob) => ['QUEUED', 'RUNNING', 'PAUSED', 'CANCELING'].includes(status);
  const isOfOrigin = ({ originNativeId }: ExpectedJob) => originNativeId === origin;
  const window = { createdAfter: older, createdBefore: newer };
  const origins = [{ sourceId, nativeId: origin }];
  return [
    [{ statuses: ['FAILED'] }, isFailed],
    [{ phases: ['PENDING', 'ACTIVE'] }, isOpen],
    [window, isWithin],
    [{ origins }, isOfOrigin],
    [
      { ...window, origins, statuses: ['FAILED', 'SUCCEEDED'] },
      (job) => isWithin(job) && isOfOrigin(job) && isOver(job),
    ],
  ];
}

for (const [name, create, expected = 'OK'] of VENDORS) {
  describe(name, () => {
    for (const order of ORDERS) {
      for (const isForward of DIRECTIONS) {
        test(`every job once, ${order} ${isForward ? 'first/after' : 'last/before'}`, async () => {
          await using vendor = await start(create);
          const newest = vendor.expected().map(expectedView);
          const wanted = order === 'CREATED_AT_DESC' ? newest : newest.toReversed();
          for (const size of SIZES) {
            // A new source each time: what it learns of a list must not help the next walk.
            const source = connectVendor(vendor);
            const pages = await jobList({ sources: [source], order }).walk(size, { isForward });
            const read = edgesOf(pages, isForward).map(({ job }) => jobView(job));
            assert.deepEqual(read, wanted, `pages of ${size}`);
            const states = pages.flatMap((page) => page.reports().map(({ state }) => state));
            assert.deepEqual(new Set(states), new Set([expected]));
            await source.close();
          }
        });
      }
    }

    test('filters, and each job by its id', async () => {
      await using vendor = await start(create);
      const source = connectVendor(vendor);
      const all = vendor.expected();
      for (const [filter, passes] of filtersFor(all, source.id)) {
        const read = edgesOf(await jobList({ sources: [source], filter }).walk(20)).map(({ job }) => job);
        assert(read.length > 0);
        assert.deepEqual(idsOf(read), idsOf(all.filter(passes)), JSON.stringify(filter));
      }
      const jobs = edgesOf(await jobList({ sources: [source] }).walk(100)).map(({ job }) => job);
      const keys = jobs.map((job) => {
        const parsed = parseGlobalId(jobId(source.keyOf(job)));
        assert(parsed?.type === 'Job');
        return parsed.key;
      });
      const found = await source.findJobs(keys, sourceScope());
      assert.deepEqual(
        found.map((job) => (job !== null && 'nativeId' in job ? jobView(job) : job)),
        all.map(expectedView),
      );
      await source.close();
    });
  });
}

import assert from 'node:assert/strict';
import type { FaultPlan, SimulatedFault } from '../../src/simulator/kit/simulator.ts';
import { connectVendor } from '../support/connect-vendor.ts';
import { edgesOf, jobList } from '../support/job-list.ts';
import { sourceScope } from '../support/source-scope.ts';
import type { Suite } from './test-backend.ts';
import { expectedView, idsOf, jobView } from './view.ts';

const status = (code: number): SimulatedFault => ({ kind: 'status', status: code });

/** What goes wrong, and the code that the source's report has then. */
const FAULTS: Readonly<Record<string, readonly [SimulatedFault, string]>> = {
  '401': [status(401), 'UPSTREAM_AUTH_FAILED'],
  '403': [status(403), 'UPSTREAM_FORBIDDEN'],
  /** Without a code of the vendor's own it tells of the address, not of the thing. */
  '404': [status(404), 'UPSTREAM_REJECTED'],
  '429': [status(429), 'UPSTREAM_RATE_LIMITED'],
  '500': [status(500), 'UPSTREAM_UNAVAILABLE'],
  '503': [status(503), 'UPSTREAM_UNAVAILABLE'],
  truncated: [{ kind: 'truncate' }, 'UPSTREAM_BAD_RESPONSE'],
  HTML: [{ kind: 'html' }, 'UPSTREAM_BAD_RESPONSE'],
  empty: [{ kind: 'empty' }, 'UPSTREAM_BAD_RESPONSE'],
  list: [{ kind: 'list' }, 'UPSTREAM_BAD_RESPONSE'],
  reset: [{ kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
  'reset in the body': [{ kind: 'reset-in-body' }, 'UPSTREAM_UNAVAILABLE'],
  hang: [{ kind: 'hang' }, 'UPSTREAM_TIMEOUT'],
  'redirects for ever': [{ kind: 'redirect-loop' }, 'UPSTREAM_BAD_RESPONSE'],
  'bad gzip': [{ kind: 'bad-gzip' }, 'UPSTREAM_BAD_RESPONSE'],
};

const ONCE = { retries: 0, timeoutMs: 500, breaker: { failures: 1_000 } };

/** Everything but signing in, which has tests of its own. */
const readsFailWith =
  (fault: SimulatedFault): FaultPlan =>
  ({ path }) =>
    path.endsWith('/login') ? null : fault;

/** A source that fails is reported with the right code, and takes nothing away from the others. */
export function testFaults({ check, start }: Suite): void {
  for (const [name, [fault, code]] of Object.entries(FAULTS)) {
    check(`a vendor that answers ${name}`, async () => {
      await using ill = await start({ jobs: 12 });
      await using well = await start({ jobs: 12, seed: 8 });
      const sources = [connectVendor({ ...ill, id: 'ill' }, ONCE), connectVendor({ ...well, id: 'well' })];
      ill.fault = readsFailWith(fault);
      const page = await jobList({ sources }).page({ size: 50 });
      assert.deepEqual(
        page.edges().map(({ job }) => jobView(job)),
        well.expected().map(expectedView),
      );
      const codes = page.reports().map(({ sourceId, state, error }) => [sourceId, state, error?.code]);
      assert.deepEqual(codes, [
        ['ill', 'FAILED', code],
        ['well', 'OK', undefined],
      ]);
      assert.deepEqual(
        page.failures.map(({ sourceId, error }) => [sourceId, error.code]),
        [['ill', code]],
      );
      await Promise.all(sources.map((source) => source.close()));
    });
  }

  for (const isDiscovered of [false, true]) {
    check(
      `rows come late once the vendor is back, ${isDiscovered ? 'lists known' : 'never seen'}`,
      async () => {
        await using ill = await start({ jobs: 12 });
        await using well = await start({ jobs: 12, seed: 8 });
        const sources = [connectVendor({ ...ill, id: 'ill' }, ONCE), connectVendor({ ...well, id: 'well' })];
        const [first] = sources;
        if (isDiscovered) await first?.listOrigins(sourceScope());
        ill.fault = readsFailWith(status(503));
        const between = (_: unknown, count: number): void => {
          if (count === 2) ill.fault = null;
        };
        const edges = edgesOf(await jobList({ sources }).walk(5, { between }));
        const of = (id: string) =>
          idsOf(edges.map(({ job }) => job).filter(({ sourceId }) => sourceId === id));
        assert.deepEqual(of('well'), idsOf(well.expected()));
        assert.deepEqual(of('ill'), idsOf(ill.expected()));
        assert(edges.some(({ isLate }) => isLate));
        assert(edges.every(({ isLate, job }) => !isLate || job.sourceId === 'ill'));
        await Promise.all(sources.map((source) => source.close()));
      },
    );
  }
}

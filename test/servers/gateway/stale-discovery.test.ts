import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_HINT } from '../../../src/datasource/feed/hint.ts';
import type { OpenedSource } from '../../../src/datasource/source/job-source.ts';
import { createScanBudget } from '../../../src/datasource/stream/residual-filter.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';
import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import type { SimulatedFault } from '../../../src/simulator/kit/simulator.ts';
import { connectVendor } from '../../support/connect-vendor.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly object[];
    readonly sources: readonly {
      readonly state: string;
      readonly error: { readonly message: string } | null;
    }[];
  };
}

const JOBS = '{ jobs(first: 500) { nodes { id } sources { state error { message } } } }';
const FIXED = { jobs: 20, origins: 3, live: false, now: () => 1_700_000_000_000 };
/** Every page asks anew what the source consists of. */
const SETTINGS = { retries: 0, discoverySeconds: 0, deadlineMs: 4_000 };

const FAULTS: readonly (readonly [name: string, fault: SimulatedFault, told: RegExp])[] = [
  ['hangs', { kind: 'hang' }, /last discovered \d+ s ago; discovering them again takes too long/],
  ['fails', { kind: 'status', status: 503 }, /last discovered \d+ s ago; discovering them again fails/],
];

const start = async () => {
  const vendor = await createHuaweiWorkspaceSimulator(FIXED);
  const isDiscovery = (path: string): boolean => path.endsWith('/schedule-task');
  return Object.assign(vendor, {
    breakDiscovery: (fault: SimulatedFault) => {
      vendor.fault = ({ path }) => (isDiscovery(path) ? fault : null);
    },
    [Symbol.asyncDispose]: vendor.close,
  });
};

for (const [name, fault, told] of FAULTS) {
  test(`discovery that ${name} costs no row that is known, and the report says so until it is well`, async () => {
    await using vendor = await start();
    await using gateway = createTestGateway([{ backend: vendor.backend, settings: vendor.settings }], {
      settings: SETTINGS,
    });
    const ask = async () => (await gateway.query<Answer>(JOBS)).data.jobs;
    assert.deepEqual((await ask()).sources, [{ state: 'OK', error: null }]);
    vendor.breakDiscovery(fault);
    for (let page = 0; page < 3; page++) {
      const { nodes, sources } = await ask();
      assert.equal(nodes.length, 20);
      assert.equal(sources[0]?.state, 'PARTIAL');
      assert.match(sources[0]?.error?.message ?? '', told);
    }
  });
}

test('what is opened tells whether lists may be missing', async () => {
  await using vendor = await start();
  const source = connectVendor(vendor, SETTINGS);
  const open = (): Promise<OpenedSource> =>
    source.openJobs({
      filter: {},
      plan: source.planFilter({}),
      direction: 'down',
      startOf: () => null,
      stopOf: () => null,
      hintOf: () => NO_HINT,
      need: () => ({ share: 1, most: 1, given: 0 }),
      budget: createScanBudget(100),
      scope: new RequestScope({ client: new AbortController() }).of(source),
    });
  assert.equal((await open()).isComplete, true);
  vendor.breakDiscovery({ kind: 'status', status: 503 });
  const { streams, isComplete } = await open();
  assert.deepEqual([streams.length, isComplete], [3, false]);
  vendor.fault = () => null;
  assert.equal((await open()).isComplete, true);
  await source.close();
});

import { createDemoWorld, type DemoWorld, type DemoWorldOptions } from '../../src/simulator/demo-world.ts';
import type { ExpectedJob, Simulator } from '../../src/simulator/kit/simulator.ts';
import type { Vendor } from './config-of.ts';
import { createTestGateway, type TestGateway, type TestGatewayOptions } from './create-test-gateway.ts';

export interface SourcedJob extends ExpectedJob {
  readonly sourceId: string;
}

export interface World extends Omit<TestGateway, typeof Symbol.asyncDispose>, AsyncDisposable {
  readonly iam: DemoWorld['iam'];
  readonly vendor: (sourceId: string) => Simulator;
  readonly vendors: readonly Simulator[];
  /** What reaches the vendors, for gateways that a test opens itself. */
  readonly sources: readonly (Vendor & { readonly id: string })[];
  /** All jobs that a client can find, newest first, ties by source id, then by native id. */
  readonly expected: () => SourcedJob[];
  /** Another gateway in front of the same vendors, as after a restart. */
  readonly restart: () => TestGateway;
}

/** Vendors that are unlike enough to stand for all: a further one changes nothing for tests that name these. */
const FIVE = ['zstack', 'huawei-workspace', 'huawei-css', 'huawei-vbs', 'huawei-servicestage'];

/** Its older API, in which a job tells who started it, and can be named in the configuration. */
export const OLDER_SERVICESTAGE = { 'huawei-servicestage': { api: 'v2' } };

/** Five of the demo's vendors, or those that are named; their clocks stand still. A gateway in front of them. */
export async function startWorld(
  options: DemoWorldOptions = {},
  gatewayOptions: TestGatewayOptions = {},
): Promise<World> {
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const world = await createDemoWorld({
    backends: FIVE,
    jobs: 60,
    origins: 2,
    live: false,
    now: () => now,
    ...options,
  });
  const entries = world.sources.map(({ id, backend, ...settings }) => ({
    id: String(id),
    backend: String(backend),
    settings,
  }));
  const bySource = new Map(entries.map(({ id }, place) => [id, simulatorAt(world, place)]));
  const open = (): TestGateway => createTestGateway(entries, gatewayOptions);
  const { [Symbol.asyncDispose]: closeGateway, ...gateway } = open();
  return {
    ...gateway,
    iam: world.iam,
    vendors: world.simulators,
    sources: entries,
    vendor: (id) => bySource.get(id) ?? simulatorAt(world, -1),
    expected: () =>
      [...bySource].flatMap(([sourceId, simulator]) => findable(simulator, sourceId)).sort(inListOrder),
    restart: open,
    [Symbol.asyncDispose]: async () => {
      await closeGateway();
      await world.close();
    },
  };
}

function simulatorAt(world: DemoWorld, place: number): Simulator {
  const simulator = world.simulators[place];
  if (simulator === undefined) throw new RangeError(`there is no simulator ${place}`);
  return simulator;
}

/** A vendor that lists no jobs says itself which of them can be found. */
function findable(simulator: Simulator, sourceId: string): SourcedJob[] {
  const jobs =
    'reachable' in simulator && typeof simulator.reachable === 'function'
      ? (simulator.reachable() as ExpectedJob[])
      : simulator.expected();
  return jobs.map((job) => ({ ...job, sourceId }));
}

const inListOrder = (a: SourcedJob, b: SourcedJob): number =>
  (b.createdAt ?? Number.NEGATIVE_INFINITY) - (a.createdAt ?? Number.NEGATIVE_INFINITY) ||
  compareText(a.sourceId, b.sourceId) ||
  compareText(a.nativeId, b.nativeId);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const isoTime = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString();

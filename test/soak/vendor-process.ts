import { DEMO_PROJECT } from '../../src/simulator/iam.ts';
import type { Simulator } from '../../src/simulator/kit/simulator.ts';
import { registry } from '../../src/simulator/registry.ts';
import { type FaultCell, SOURCE_IDS, type SourceId } from '../support/fault-cells.ts';
import { faultPlan } from '../support/fault-plan.ts';
import { startWorld } from '../support/start-world.ts';

// The vendors in a process of their own, so that what the gateway's process holds is the gateway's.

const [jobs = 8, origins = 1] = process.argv.slice(2).map(Number);
const SEED = 11;
const startedAt = Math.floor(Date.now() / 1_000) * 1_000;
const clock = createClock();
const options = { jobs, origins, live: false };
const world = await startWorld({ ...options, seed: SEED, now: clock.now });
clock.run();
const vendors = new Map<SourceId, Simulator>(SOURCE_IDS.map((id) => [id, world.vendor(id)]));
let faults = 0;

/** Rows hang on the time of a vendor's start: that must be the same each time. Afterwards it runs: signatures grow old. */
function createClock() {
  let isRunning = false;
  return {
    now: (): number => (isRunning ? Date.now() : startedAt),
    run: (): void => {
      isRunning = true;
    },
  };
}

function vendorOf(id: SourceId): Simulator {
  const vendor = vendors.get(id);
  if (vendor === undefined) throw new RangeError(`there is no vendor ${id}`);
  return vendor;
}

const commands = {
  sources: () => world.sources,
  /** In the order of the list. */
  expected: () =>
    world.expected().map(({ sourceId, nativeId, createdAt }) => ({ sourceId, nativeId, createdAt })),
  /** `null`: well again. */
  setFault: (id: SourceId, cell: Pick<FaultCell, 'fault' | 'once'> | null): void => {
    const count = () => {
      faults += 1;
    };
    vendorOf(id).fault = cell === null ? null : faultPlan(cell, count);
  },
  /** How many answers have gone wrong so far. */
  countFaults: (): number => faults,
  kill: (id: SourceId): Promise<void> => vendorOf(id).close(),
  /** On the same port, with the same rows; it knows no session that was begun before. */
  restart: async (id: SourceId): Promise<void> => {
    const { backend, url } = vendorOf(id);
    const { now, run } = createClock();
    const access = id === 'backups' ? world.iam.keyAccess : world.iam.passwordAccess;
    const place = { port: Number(new URL(url).port), projectId: DEMO_PROJECT.id };
    const seed = SEED + SOURCE_IDS.indexOf(id);
    const reborn = await registry.get(backend)?.create({ ...options, ...access, ...place, seed, now });
    run();
    if (reborn !== undefined) vendors.set(id, reborn);
  },
  connections: (): number =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length,
};

export type VendorCommands = typeof commands;

const run = async (name: keyof VendorCommands, args: readonly unknown[]): Promise<object> => {
  const command: (...args: never[]) => unknown = commands[name];
  try {
    return { value: await command(...(args as never[])) };
  } catch (error) {
    return { error: String(error) };
  }
};

process.on('disconnect', () => process.exit());
process.on('message', ([name, ...args]: [keyof VendorCommands, ...unknown[]]) => {
  run(name, args).then((reply) => process.send?.(reply));
});
process.send?.({ value: 'started' });

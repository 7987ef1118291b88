import type { OutagePlan, Scenario } from '../scenario.ts';
import { type HostileVendor, startHostileVendor } from '../vendors/start-vendor.ts';
import type { Key } from '../world/row.ts';
import { createWorld, type World } from '../world/world.ts';
import { type Client, createClient } from './ask.ts';
import { Faults } from './faults.ts';
import { openGateway } from './open-gateway.ts';
import { type Stalls, watchStalls } from './stalls.ts';

/** The world, its vendors and the gateway, and what happens to them as pages go by. */
export interface Stage extends AsyncDisposable {
  readonly scenario: Scenario;
  readonly world: World;
  readonly vendors: readonly HostileVendor[];
  readonly client: Client;
  readonly faults: Faults;
  /** For people: what happened, a line each. */
  readonly trace: string[];
  readonly log: readonly object[];
  /** What is to happen before a page, and while it is read. */
  readonly turnTo: (page: number, edge: Key | null) => Promise<void>;
  /** All vendors are well again, and the gateway has had the time to notice. */
  readonly heal: () => Promise<void>;
  /** Resolves when they have been healed. */
  readonly healed: Promise<void>;
  /** How often the gateway has died while it read a page; resolves when another one has taken its place. */
  readonly crashes: () => Promise<number>;
  /** When the machine had no time for the process. */
  readonly stalls: Stalls;
  /** Sources that suffer now, or have since the page before. */
  readonly ill: () => ReadonlySet<number>;
}

/** Wakes nobody. */
const NOBODY = new Int32Array(new SharedArrayBuffer(4));

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function openStage(scenario: Scenario): Promise<Stage> {
  const world = createWorld(scenario);
  const trace: string[] = [];
  let answers = 0;
  let crashes = 0;
  let crashing: Promise<void> = Promise.resolve();
  let dueCrashes: Scenario['crashes'] = [];
  let dueStandstills: Scenario['standstills'] = [];
  let midway: Scenario['changes'] = [];
  let edgeNow: Key | null = null;
  let isHealed = false;
  const { promise: healed, resolve: tellHealed } = Promise.withResolvers<void>();
  let suffering: readonly OutagePlan[] = [];
  let ill = new Set<number>();
  /** Outages that have ended by themselves. */
  const over = new Set<OutagePlan>();
  const endings: NodeJS.Timeout[] = [];
  const stalls = watchStalls();

  function answered(): void {
    answers += 1;
    const due = midway.filter(({ answer }) => answer <= answers);
    midway = midway.filter(({ answer }) => answer > answers);
    for (const { kind, pick } of due) {
      trace.push(`    ${kind} after ${answers} answers`);
      world.change(kind, pick, edgeNow);
    }
    if (dueCrashes.some(({ answer }) => answer <= answers)) crash();
    const stopped = dueStandstills.filter(({ answer }) => answer <= answers);
    dueStandstills = dueStandstills.filter(({ answer }) => answer > answers);
    for (const { ms } of stopped) standStill(ms);
  }

  function standStill(ms: number): void {
    trace.push(`    nothing gets any time for ${ms} ms after ${answers} answers`);
    Atomics.wait(NOBODY, 0, 0, ms);
  }

  function crash(): void {
    dueCrashes = [];
    trace.push(`    the gateway dies after ${answers} answers`);
    crashes += 1;
    crashing = gateway.crash();
  }

  const vendors = await Promise.all(
    world.sources.map((source) => startHostileVendor(source, scenario.seed, answered)),
  );
  const gateway = await openGateway(scenario, vendors);

  async function suffer(outages: readonly OutagePlan[]): Promise<void> {
    const before = suffering.map(({ source }) => source);
    ill = new Set([...before, ...outages.map(({ source }) => source)]);
    for (const outage of outages) if (!suffering.includes(outage)) endInTime(outage);
    suffering = outages;
    await Promise.all(
      vendors.map((vendor, s) => vendor.suffer(outages.filter(({ source }) => source === s))),
    );
  }

  function endInTime(outage: OutagePlan): void {
    if (outage.lastsMs === undefined) return;
    const ending = setTimeout(() => {
      over.add(outage);
      trace.push(`    s${outage.source} is well again`);
      suffering = suffering.filter((one) => one !== outage);
      void vendors[outage.source]?.suffer(suffering.filter(({ source }) => source === outage.source));
    }, outage.lastsMs);
    endings.push(ending);
  }

  return {
    scenario,
    world,
    vendors,
    client: await createClient(gateway.url),
    faults: new Faults(),
    trace,
    log: gateway.log,
    crashes: async () => {
      await crashing;
      return crashes;
    },
    stalls,
    ill: () => ill,
    turnTo: async (page, edge) => {
      edgeNow = edge;
      const pause = scenario.pauses.find((one) => one.page === page);
      if (pause !== undefined) await wait(pause.ms);
      if (scenario.restarts.includes(page)) {
        trace.push('  restart');
        await gateway.restart();
      }
      const due = scenario.outages.filter(
        ({ fromPage, pages }) => page >= fromPage && page < fromPage + (pages ?? Number.POSITIVE_INFINITY),
      );
      await suffer(isHealed ? [] : due.filter((outage) => !over.has(outage)));
      for (const { kind, pick } of scenario.changes.filter((one) => one.page === page && one.answer === 0)) {
        trace.push(`  ${kind}`);
        world.change(kind, pick, edge);
      }
      answers = 0;
      midway = scenario.changes.filter((one) => one.page === page && one.answer > 0);
      dueCrashes = scenario.crashes.filter((one) => one.page === page);
      dueStandstills = scenario.standstills.filter((one) => one.page === page);
    },
    heal: async () => {
      isHealed = true;
      trace.push('  all vendors are well again');
      await suffer([]);
      await wait(RECOVERY_MS + (scenario.outages.some(({ kind }) => kind === '429') ? 1_100 : 0));
      tellHealed();
    },
    healed,
    [Symbol.asyncDispose]: async () => {
      // A vendor that gets well after the end would listen for ever.
      for (const ending of endings) clearTimeout(ending);
      stalls[Symbol.dispose]();
      await crashing;
      await gateway.close();
      await Promise.all(vendors.map((vendor) => vendor[Symbol.asyncDispose]()));
    },
  };
}

/** After it the breaker of `BREAKER` lets a probe through. */
const RECOVERY_MS = 400;
export const BREAKER = { failures: 3, halfOpenAfterMs: 300 };

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Caller, type Costs, FakeProcess, p99, randoms } from './fake-process.ts';

/*
 * Some ask for far more than the process can do, and for dear things, while others ask for little. Drawn at random, in the process
 * with one clock of `fake-process.ts`; `bench/overload` measures the same of a real one.
 */

/** Nobody goes away because of a real clock. */
const LIMITS = { operations: 64, waiting: 32, waitMs: 3_600_000 };
/** Vendors answer within this, or within half a second. */
const SOON_MS = 10;
const SECONDS = 4;
const WORLDS = 3;

/** An operation: a small one of about 1.5 ms, a dear one of up to thirty times as much. Each vendor may be slow. */
function operation(size: number, latency: number): Pick<Caller, 'costs' | 'vendor'> {
  return {
    costs: { request: 0.1, refusal: 0.05, begin: 0.3, read: 0.2, end: Math.min(5, 0.2 * size) },
    vendor: { reads: Math.round(3 * size), latency, concurrency: 10_000 },
  };
}

const costOf = ({ costs, vendor }: Pick<Caller, 'costs' | 'vendor'>): number =>
  costs.request + costs.begin + costs.end + costs.read * vendor.reads;

/** How much of the processor they ask for. */
const loadOf = (callers: readonly Caller[]): number =>
  callers.reduce((sum, caller) => sum + (caller.perSecond * costOf(caller)) / 1_000, 0);

interface World {
  readonly innocents: readonly Caller[];
  readonly flooders: readonly Caller[];
}

/** How much of all places they have, as long as they are answered as usual. */
const placesOf = (callers: readonly Caller[]): number =>
  callers.reduce((sum, one) => sum + (one.perSecond * (one.vendor.latency + costOf(one))) / 1_000, 0) /
  LIMITS.operations;

/** A quarter of the processor for innocents, or of the places, and each half of its share at most; for flooders as much as it has, up to three times. */
function draw(random: () => number): World {
  const count = (most: number): number[] =>
    Array.from({ length: 1 + Math.floor(random() * most) }, (_, i) => i);
  const latency = (): number => (random() < 0.5 ? 500 : SOON_MS) * random();
  const many = count(20);
  const little = many.map((i): Caller => {
    const asked = operation(1 + 2 * random(), latency());
    return { name: `innocent ${i}`, perSecond: 1_000 / many.length / costOf(asked), ...asked };
  });
  const few = count(5);
  const halfOfShare = many.length / (many.length + few.length) / 2;
  const part = Math.min(halfOfShare, 0.25, 0.25 / placesOf(little));
  const innocents = little.map((one) => ({ ...one, perSecond: part * one.perSecond }));
  const flooders = few.map((i): Caller => {
    const asked = operation(1 + 29 * random(), latency());
    return {
      name: `flooder ${i}`,
      perSecond: (1_000 + 2_000 * random()) / few.length / costOf(asked),
      ...asked,
    };
  });
  return { innocents, flooders };
}

const USUAL: Costs = operation(1, 0).costs;

test('while others flood the process with dear operations, innocents are answered within three times the usual, and none is refused', async () => {
  const random = randoms();
  for (let world = 0; world < WORLDS; world += 1) await flood(draw(random));
});

async function flood({ innocents, flooders }: World): Promise<void> {
  const process = new FakeProcess(LIMITS, USUAL, operation(1, 0).vendor);
  const groups = [...Map.groupBy(innocents, ({ vendor }) => vendor.latency < SOON_MS).values()].map((group) =>
    group.map(({ name }) => name),
  );
  await process.mixed(innocents, SECONDS);
  const usual = groups.map((names) => p99(process.toldOf(names)));
  await process.mixed([...innocents, ...flooders], SECONDS);
  const what = JSON.stringify({ innocents, flooders });
  for (const [i, names] of groups.entries()) {
    const told = process.toldOf(names);
    assert.equal(told.refused, 0, what);
    assert(p99(told) <= 3 * (usual[i] ?? 0), `${p99(told)} ms instead of ${usual[i]} ms: ${what}`);
  }
  const given = flooders.reduce((sum, one) => sum + givenTo(one, process), 0);
  assert(given >= 0.7 * possible(innocents, flooders, process), `the flooders have ${given}: ${what}`);
}

/** The part of the processor that it had for what was done for it. */
const givenTo = (caller: Caller, process: FakeProcess): number =>
  (process.toldOf([caller.name]).accepted.length * costOf(caller)) / (SECONDS * 1_000);

/** What flooders could have: what others leave, or as much as they can wait for in all places. */
function possible(innocents: readonly Caller[], flooders: readonly Caller[], process: FakeProcess): number {
  const refused = process.toldOf(flooders.map(({ name }) => name)).refused;
  const left = 1 - loadOf(innocents) - (refused * (USUAL.request + USUAL.refusal)) / (SECONDS * 1_000);
  const places = LIMITS.operations / flooders.length;
  const most = flooders.map((caller): Caller => {
    const perSecond = (1_000 * places) / (caller.vendor.latency + costOf(caller));
    return { ...caller, perSecond: Math.min(caller.perSecond, perSecond) };
  });
  return Math.min(left, loadOf(most));
}

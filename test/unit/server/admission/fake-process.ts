import type { EventLoop } from '../../../../src/scope/event-loop.ts';
import { FairLoop } from '../../../../src/scope/fair-loop.ts';
import { FairQueue } from '../../../../src/scope/fair-queue.ts';
import { Admission, type AdmissionLimits } from '../../../../src/server/admission/admission.ts';
import { paceRefusals } from '../../../../src/server/admission/pace-refusals.ts';

/** What work costs this process, in milliseconds of its one processor. */
export interface Costs {
  /** To read a request, and to tell one that it is refused. */
  readonly request: number;
  readonly refusal: number;
  /** Of an operation: until its reads are sent, for each answer of a vendor, and for its own. */
  readonly begin: number;
  readonly read: number;
  readonly end: number;
}

export interface Vendor {
  readonly reads: number;
  /** How long each takes, and how many are on their way at once. */
  readonly latency: number;
  readonly concurrency: number;
}

/** One who asks, at random moments. */
export interface Caller {
  readonly name: string;
  readonly perSecond: number;
  readonly costs: Costs;
  readonly vendor: Vendor;
}

/** Requests that are on their way to one vendor, and those that wait; principals take turns. */
interface Line {
  onTheirWay: number;
  readonly waiting: FairQueue<string, () => void>;
}

/** One event loop and its clock: whatever has come is done in order, then what was to be done in the next turn. */
class FakeLoop implements EventLoop {
  #time = 0;
  #events: { readonly at: number; readonly happen: () => void }[] = [];
  #inNextTurn: (() => void)[] = [];
  #done: (() => void)[] = [];

  readonly now = (): number => this.#time;
  readonly nextTurn = (callback: () => void): void => void this.#inNextTurn.push(callback);
  readonly whenDone = (callback: () => void): void => void this.#done.push(callback);

  at(time: number, happen: () => void): void {
    const later = this.#events.findLastIndex(({ at }) => at <= time);
    this.#events.splice(later + 1, 0, { at: time, happen });
  }

  work(ms: number): void {
    this.#time += ms;
  }

  async run(end: number): Promise<void> {
    while (this.#time < end) {
      const [first] = this.#events;
      if (this.#inNextTurn.length === 0) this.#time = Math.max(this.#time, first?.at ?? end);
      const came = this.#events.findLastIndex(({ at }) => at <= this.#time) + 1;
      for (const { happen } of this.#events.splice(0, came)) await this.#settled(happen);
      for (const callback of this.#inNextTurn.splice(0)) await this.#settled(callback);
      this.#time += TURN_MS;
    }
  }

  /** As in Node, promises go on before the next callback. */
  async #settled(callback: () => void): Promise<void> {
    callback();
    for (let step = 0; step < STEPS; step += 1) await null;
    for (const done of this.#done.splice(0)) await this.#settled(done);
  }
}

/** Of one in which nothing happens. */
const TURN_MS = 0.01;
/** More than promises wait for each other here. */
const STEPS = 12;

export interface Told {
  /** How long each accepted one took, sorted. */
  readonly accepted: readonly number[];
  readonly refused: number;
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

export const p99 = ({ accepted }: Told): number => quantile(accepted, 0.99);

/** A process with the door that is tested, and costs that are known; times hang on nothing else. */
export class FakeProcess {
  readonly #loop = new FakeLoop();
  readonly #turns = new FairLoop(this.#loop);
  readonly #door: Admission;
  readonly #costs: Costs;
  readonly #vendor: Vendor;
  readonly #pace = paceRefusals(this.#loop.now);
  /** What each vendor has to do. */
  readonly #lines = new Map<Vendor, Line>();
  readonly #random = randoms();
  #asking = 0;
  #told = new Map<string, { readonly accepted: number[]; refused: number }>();

  constructor(limits: AdmissionLimits, costs: Costs, vendor: Vendor) {
    this.#door = new Admission(limits, () => 1, { running: 0, waiting: 0, refused: 0 }, this.#turns);
    this.#costs = costs;
    this.#vendor = vendor;
  }

  /** So many come in a second, at random, of so many principals, for so many seconds. */
  async open(perSecond: number, seconds: number, principals = 1): Promise<Told> {
    const names = Array.from({ length: principals }, (_, i) => `p${i}`);
    await this.mixed(
      names.map((name) => this.#usual(name, perSecond / principals)),
      seconds,
    );
    return this.toldOf(names);
  }

  /** All of these come, each as often as it does. */
  async mixed(callers: readonly Caller[], seconds: number): Promise<void> {
    const start = this.#loop.now();
    for (const caller of callers) {
      const gap = (): number => (-Math.log(this.#random()) * 1_000) / caller.perSecond;
      for (let due = start + gap(); due < start + seconds * 1_000; due += gap())
        this.#loop.at(due, () => void this.#request(due, caller));
    }
    await this.#run(start + seconds * 1_000);
  }

  /** So many come again as soon as they are answered. */
  async closed(clients: number, seconds: number, heedsMs = 0): Promise<Told> {
    const end = this.#loop.now() + seconds * 1_000;
    const caller = this.#usual('a', 0);
    const ask = (due: number): void => {
      if (due >= end) return;
      this.#loop.at(due, async () => {
        const isServed = await this.#request(due, caller);
        ask(this.#loop.now() + NETWORK_MS + (isServed ? 0 : heedsMs));
      });
    };
    for (let i = 0; i < clients; i += 1) ask(this.#loop.now() + i / 10);
    await this.#run(end);
    return this.toldOf(['a']);
  }

  /** What these were told, all together. */
  toldOf(names: readonly string[]): Told {
    const all = names.map((name) => this.#of(name));
    return {
      accepted: all.flatMap(({ accepted }) => accepted).toSorted((a, b) => a - b),
      refused: all.reduce((sum, { refused }) => sum + refused, 0),
    };
  }

  #usual(name: string, perSecond: number): Caller {
    return { name, perSecond, costs: this.#costs, vendor: this.#vendor };
  }

  #of(name: string) {
    const told = this.#told.get(name) ?? { accepted: [], refused: 0 };
    this.#told.set(name, told);
    return told;
  }

  async #run(end: number): Promise<void> {
    this.#told = new Map();
    await this.#loop.run(end);
    while (this.#asking > 0) await this.#loop.run(this.#loop.now() + 1);
  }

  async #request(due: number, caller: Caller): Promise<boolean> {
    this.#asking += 1;
    this.#loop.work(caller.costs.request);
    try {
      if (this.#door.turnsAway(caller.name)) return await this.#tellLater(caller);
      const leave = await this.#door.enter(caller.name, { signal: NEVER, isGone: false });
      leave(await this.#operation(caller));
      this.#of(caller.name).accepted.push(this.#loop.now() - due);
      return true;
    } catch {
      return this.#refuse(caller);
    } finally {
      this.#asking -= 1;
    }
  }

  async #tellLater(caller: Caller): Promise<false> {
    const ms = this.#pace();
    if (ms > 0) await new Promise<void>((tell) => this.#loop.at(this.#loop.now() + ms, tell));
    return this.#refuse(caller);
  }

  #refuse({ name, costs }: Caller): false {
    this.#loop.work(costs.refusal);
    this.#of(name).refused += 1;
    return false;
  }

  /** The part of its time that it waited for a vendor to have time for it. */
  async #operation(caller: Caller): Promise<number> {
    const { costs, vendor } = caller;
    const start = this.#loop.now();
    this.#loop.work(costs.begin * this.#varied());
    const waits = await Promise.all(Array.from({ length: vendor.reads }, () => this.#read(caller)));
    this.#loop.work(costs.end * this.#varied());
    return Math.max(...waits) / (this.#loop.now() - start);
  }

  /** Gives how long it has waited. */
  async #read({ name, costs, vendor }: Caller): Promise<number> {
    const line = this.#lines.get(vendor) ?? { onTheirWay: 0, waiting: new FairQueue() };
    this.#lines.set(vendor, line);
    const start = this.#loop.now();
    if (line.onTheirWay >= vendor.concurrency) await new Promise<void>((go) => line.waiting.add(name, go));
    else line.onTheirWay += 1;
    const waited = this.#loop.now() - start;
    const until = this.#loop.now() + vendor.latency * this.#varied();
    await new Promise<void>((come) => this.#loop.at(until, come));
    const next = line.waiting.next();
    if (next === undefined) line.onTheirWay -= 1;
    else next();
    await this.#turns.goOn(name, NEVER);
    this.#loop.work(costs.read * this.#varied());
    return waited;
  }

  /** Half as much to half as much again. */
  #varied(): number {
    return 0.5 + this.#random();
  }
}

const { signal: NEVER } = new AbortController();

const NETWORK_MS = 0.3;

/** Above 0, up to 1; the same in every run. */
export function randoms(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
}

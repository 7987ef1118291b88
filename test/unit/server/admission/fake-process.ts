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

/** One event loop and its clock: whatever has come is done in order, then what was to be done in the next turn. */
class FakeLoop {
  #time = 0;
  #events: { readonly at: number; readonly happen: () => void }[] = [];
  #soon: (() => void)[] = [];

  readonly now = (): number => this.#time;
  readonly soon = (callback: () => void): void => void this.#soon.push(callback);

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
      if (this.#soon.length === 0) this.#time = Math.max(this.#time, first?.at ?? end);
      const came = this.#events.findLastIndex(({ at }) => at <= this.#time) + 1;
      for (const { happen } of this.#events.splice(0, came)) await settled(happen);
      for (const callback of this.#soon.splice(0)) await settled(callback);
      this.#time += TURN_MS;
    }
  }
}

const TURN_MS = 0.03;

/** As in Node, promises go on before the next callback. */
async function settled(callback: () => void): Promise<void> {
  callback();
  for (let step = 0; step < 8; step += 1) await null;
}

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
  readonly #door: Admission;
  readonly #costs: Costs;
  readonly #vendor: Vendor;
  readonly #pace = paceRefusals(this.#loop.now);
  readonly #queue: (() => void)[] = [];
  readonly #random = randoms();
  #onTheirWay = 0;
  #asking = 0;
  #accepted: number[] = [];
  #refused = 0;

  constructor(limits: AdmissionLimits, costs: Costs, vendor: Vendor) {
    this.#door = new Admission(limits, () => 1, { running: 0, waiting: 0, refused: 0 }, this.#loop);
    this.#costs = costs;
    this.#vendor = vendor;
  }

  /** So many come in a second, at random, of so many principals, for so many seconds. */
  async open(perSecond: number, seconds: number, principals = 1): Promise<Told> {
    const start = this.#loop.now();
    const end = start + seconds * 1_000;
    for (let due = start; due < end; due += (-Math.log(this.#random()) * 1_000) / perSecond)
      this.#loop.at(due, () => void this.#request(due, `p${Math.floor(this.#random() * principals)}`));
    return this.#run(end);
  }

  /** So many come again as soon as they are answered. */
  async closed(clients: number, seconds: number, heedsMs = 0): Promise<Told> {
    const end = this.#loop.now() + seconds * 1_000;
    const ask = (due: number): void => {
      if (due >= end) return;
      this.#loop.at(due, async () => {
        const isServed = await this.#request(due, 'a');
        ask(this.#loop.now() + NETWORK_MS + (isServed ? 0 : heedsMs));
      });
    };
    for (let i = 0; i < clients; i += 1) ask(this.#loop.now() + i / 10);
    return this.#run(end);
  }

  async #run(end: number): Promise<Told> {
    this.#accepted = [];
    this.#refused = 0;
    await this.#loop.run(end);
    while (this.#asking > 0) await this.#loop.run(this.#loop.now() + 1);
    return { accepted: this.#accepted.toSorted((a, b) => a - b), refused: this.#refused };
  }

  async #request(due: number, principal: string): Promise<boolean> {
    this.#asking += 1;
    this.#loop.work(this.#costs.request);
    try {
      if (this.#door.turnsAway(principal)) return await this.#tellLater();
      const leave = await this.#door.enter(principal, { signal: NEVER });
      leave(await this.#operation());
      this.#accepted.push(this.#loop.now() - due);
      return true;
    } catch {
      this.#refused += 1;
      this.#loop.work(this.#costs.refusal);
      return false;
    } finally {
      this.#asking -= 1;
    }
  }

  async #tellLater(): Promise<false> {
    const ms = this.#pace();
    if (ms > 0) await new Promise<void>((tell) => this.#loop.at(this.#loop.now() + ms, tell));
    this.#loop.work(this.#costs.refusal);
    this.#refused += 1;
    return false;
  }

  /** The part of its time that it waited for a vendor to have time for it. */
  async #operation(): Promise<number> {
    const start = this.#loop.now();
    this.#loop.work(this.#costs.begin * this.#varied());
    const waits = await Promise.all(Array.from({ length: this.#vendor.reads }, () => this.#read()));
    this.#loop.work(this.#costs.end * this.#varied());
    return Math.max(...waits) / (this.#loop.now() - start);
  }

  /** First come, first served. Gives how long it has waited. */
  async #read(): Promise<number> {
    const start = this.#loop.now();
    if (this.#onTheirWay >= this.#vendor.concurrency) await new Promise<void>((go) => this.#queue.push(go));
    else this.#onTheirWay += 1;
    const waited = this.#loop.now() - start;
    const { latency } = this.#vendor;
    await new Promise<void>((come) => this.#loop.at(this.#loop.now() + latency * this.#varied(), come));
    this.#loop.work(this.#costs.read * this.#varied());
    const next = this.#queue.shift();
    if (next === undefined) this.#onTheirWay -= 1;
    else next();
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
function randoms(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
}

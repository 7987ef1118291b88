import { abortable } from './abort.ts';
import { type EventLoop, PROCESS_LOOP } from './event-loop.ts';
import { FairQueue } from './fair-queue.ts';
import { VirtualTime } from './virtual-time.ts';

/** What goes on or begins in one turn of the event loop may take so long, all together. */
const SLICE_MS = 1;
/** A turn that takes no longer than this has found nothing to do. */
const IDLE_MS = 0.03;

/** So long, in milliseconds, may be read on at once while nobody waits but those who take all they can get; and of what time. */
const READ_ON_MS = 100;
const READ_ON_PART = 1 / 10;

/** Where operations wait to begin. */
export interface Door {
  /** Of the principals of whom one could begin now, the one whose turn is first; `undefined`: there is none. */
  readonly first: (turnOf: (principal: string) => number) => string | undefined;
  /** Lets one of this principal begin. */
  readonly open: (principal: string) => void;
}

/** Who is the next. */
interface First {
  readonly principal: string;
  /** Where it waits to begin; `null`: it is inside, and goes on. */
  readonly door: Door | null;
}

/** What goes on until it has to wait again. */
interface Piece {
  readonly principal: string;
  readonly since: number;
}

/**
 * Shares the time of the event loop among principals. In one turn of it, only so much goes on or begins; the rest waits for the
 * next ones, and whoever has taken least goes first; of one, what has begun before what has not: so of a flood only as many
 * operations are begun as the loop has time for, while vendors are what is waited for, and few where the loop itself is.
 */
export class FairLoop {
  readonly #loop: EventLoop;
  readonly #taken = new VirtualTime();
  readonly #waiting = new FairQueue<string, () => void>();
  /** Those at which somebody waits. */
  readonly #doors = new Set<Door>();
  /** How many operations are under way. */
  #running = 0;
  /** When this turn began; `null`: nothing has been done in it. */
  #turnAt: number | null = null;
  /** Until when new things are read before anything that waits goes on, unless nothing comes; and since when. */
  #readUntil = 0;
  #readSince = 0;
  /** How long may be read on after that, and since when it has been so. */
  #readOnMs = READ_ON_MS;
  #readOnAt: number;
  /** The piece of work that is done now. */
  #served: Piece | null = null;
  /** When the last one was done, and whether anybody has waited since then. */
  #doneAt: number;
  #wasAwaited = false;

  constructor(loop: EventLoop = PROCESS_LOOP) {
    this.#loop = loop;
    this.#doneAt = loop.now();
    this.#readOnAt = this.#doneAt;
  }

  get now(): () => number {
    return this.#loop.now;
  }

  /** Whether something of this principal may be done at once: there is time for it, and it would be the next anyway. */
  isNext(principal: string): boolean {
    this.#turn();
    if (!this.#isInTime()) return false;
    const first = this.#first();
    return first === null || this.turnOf(principal) < this.turnOf(first.principal);
  }

  /** When it is its turn: the lowest is first. In milliseconds; only differences mean anything. */
  turnOf(principal: string): number {
    return this.#taken.of(principal);
  }

  /** Whether the principal takes less than those who take all they can get. */
  takesLittle(principal: string): boolean {
    return this.#taken.isBehind(principal);
  }

  /** An operation begins; it ends by `end`. */
  begin(principal: string): void {
    this.#running += 1;
    this.#turn();
    this.#serve(principal);
  }

  end(): void {
    this.#running -= 1;
  }

  /**
   * What an operation of this principal waited for has come; `null`: it goes on at once, else as soon as it is its turn. Rejects
   * with a `SourceError` when `signal` aborts before.
   */
  goOn(principal: string, signal: AbortSignal): Promise<void> | null {
    if (this.#isAlone(principal)) return null;
    // Of all who get one answer together one goes on, and the next one when it is known how long that took.
    if (this.isNext(principal) && this.#served === null) {
      this.#serve(principal);
      return null;
    }
    return this.#wait(principal, signal);
  }

  /** Then it holds up nobody. */
  #isAlone(principal: string): boolean {
    if (this.#running > 1 || this.#isAwaited) return false;
    return this.#served === null ? this.#turnAt === null : this.#served.principal === principal;
  }

  /** Nobody goes on for whom nobody waits: that would take the time of those who do. */
  async #wait(principal: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(principal, resolve);
    this.#wasAwaited = true;
    try {
      await abortable(promise, signal);
    } catch (error) {
      this.#waiting.remove(principal, resolve);
      throw error;
    }
  }

  /** Somebody who waits there may begin. */
  wake(door: Door): void {
    this.#doors.add(door);
    this.#wasAwaited = true;
    this.#turn();
  }

  #turn(): void {
    if (this.#turnAt !== null) return;
    this.#turnAt = this.#loop.now();
    this.#loop.nextTurn(() => {
      this.#turnAt = null;
      if (this.#isReading()) this.#turn();
      else this.#stopReading();
    });
  }

  /** Whether there may be more to read: in each turn, only one new connection is taken in. */
  #isReading(): boolean {
    const now = this.#loop.now();
    const isIdle = now - this.#readSince < IDLE_MS;
    this.#readSince = now;
    return !isIdle && (now < this.#readUntil || this.#mayReadOn(now));
  }

  /** Who takes little may be in what is still to be read: in one of many new connections. */
  #mayReadOn(now: number): boolean {
    if (this.#readUntil === 0 || now >= this.#readUntil + this.#readOnMs) return false;
    const first = this.#first();
    return first !== null && !this.takesLittle(first.principal);
  }

  #stopReading(): void {
    const now = this.#loop.now();
    const read = this.#readUntil === 0 ? 0 : Math.max(0, now - this.#readUntil);
    const regained = (now - this.#readOnAt) * READ_ON_PART;
    this.#readOnMs = Math.min(READ_ON_MS, Math.max(0, this.#readOnMs - read) + regained);
    this.#readOnAt = now;
    this.#readUntil = 0;
    this.#goThrough();
  }

  #goThrough(): void {
    const first = this.#first();
    if (first === null) return;
    this.#turn();
    if (!this.#isInTime()) {
      this.#read();
      return;
    }
    this.#let(first);
  }

  #let({ principal, door }: First): void {
    if (door !== null) {
      door.open(principal);
      return;
    }
    this.#serve(principal);
    this.#waiting.take(principal)?.();
  }

  /** For as long as what was done has taken, at most. */
  #read(): void {
    const now = this.#loop.now();
    this.#readSince = now;
    this.#readUntil = now + (now - (this.#turnAt ?? now));
  }

  #isInTime(): boolean {
    return this.#loop.now() - (this.#turnAt ?? 0) < SLICE_MS;
  }

  /** Whether anybody waits for a turn. */
  get #isAwaited(): boolean {
    return this.#waiting.size > 0 || this.#doors.size > 0;
  }

  /** Who is the next of those who wait; `null`: nobody waits. */
  #first(): First | null {
    if (!this.#isAwaited) return null;
    const turnOf = (principal: string): number => this.turnOf(principal);
    const inside = this.#waiting.lowest(turnOf);
    for (const door of this.#doors) {
      const outside = door.first(turnOf);
      if (outside === undefined) this.#doors.delete(door);
      else if (inside === undefined || turnOf(outside) < turnOf(inside)) return { principal: outside, door };
    }
    return inside === undefined ? null : { principal: inside, door: null };
  }

  /** A piece of work is done from now on; when it has to wait, the next one is. */
  #serve(principal: string): void {
    this.#rest();
    const since = this.#loop.now();
    if (!this.#wasAwaited) this.#taken.pass(since - this.#doneAt);
    const piece = { principal, since };
    this.#served = piece;
    this.#loop.whenDone(() => {
      if (this.#served !== piece) return;
      this.#rest();
      if (this.#loop.now() >= this.#readUntil) this.#goThrough();
    });
  }

  #rest(): void {
    if (this.#served === null) return;
    this.#doneAt = this.#loop.now();
    this.#wasAwaited = this.#isAwaited;
    this.#taken.serve(this.#served.principal, this.#doneAt - this.#served.since);
    this.#served = null;
  }
}

/** The process's own: there is one event loop. */
export const fairLoop = new FairLoop();

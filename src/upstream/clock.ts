import { setTimeout as delay } from 'node:timers/promises';
import { abortError } from '../scope/abort.ts';

/** The time as the policies see it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Rejects with a `SourceError` as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const clock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      throw abortError(signal);
    }
  },
};

const BEAT_MS = 20;
/** A shorter pause does no harm: what came meanwhile is still read in time. */
const SHORT_PAUSE_MS = 200;
/** How many pauses are remembered, the latest: in a wait that has seen more, none of them took most of the time. */
const MOST_PAUSES = 64;

/**
 * A pause that took less than this part of a wait did not cause its end: what came before the pause, and in it, was read. On
 * a machine that many share, pauses of half a second are usual.
 */
const MOST_OF_THE_TIME = 3 / 4;

interface Pause {
  readonly from: number;
  readonly to: number;
}

/**
 * Knows when this process was too busy to read anything. While something is waited for, a timer beats; if a beat comes much
 * too late, no answer could be read since the one before.
 */
export class LoopWatch {
  readonly #clock: () => number;
  readonly #beat = () => this.#hear();
  #pauses: Pause[] = [];
  #waiting = 0;
  #heardAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** A moment, for `listenedSince`. */
  now(): number {
    return this.#clock();
  }

  /** Something is waited for from now on. */
  begin(): void {
    this.#waiting += 1;
    if (this.#timer !== null) return;
    this.#heardAt = this.#clock();
    this.#timer = setInterval(this.#beat, BEAT_MS).unref();
  }

  end(): void {
    this.#waiting -= 1;
  }

  /**
   * Whether this process could read answers since a moment: not if it was busy with one thing for most of the time. Pauses
   * are not added up, because between two of them all that has come is read.
   */
  listenedSince(moment: number): boolean {
    const most = MOST_OF_THE_TIME * (this.#clock() - moment);
    return ![...this.#pauses, ...this.#pauseOfNow()].some(
      ({ from, to }) => to - Math.max(from, moment) > most,
    );
  }

  /** For how many milliseconds since a moment this process could read answers. */
  listenedFor(moment: number): number {
    const lost = [...this.#pauses, ...this.#pauseOfNow()].reduce(
      (sum, { from, to }) => sum + Math.max(0, to - Math.max(from, moment)),
      0,
    );
    return Math.max(0, this.#clock() - moment - lost);
  }

  #pauseOfNow(): readonly Pause[] {
    if (this.#timer === null) return [];
    const pause = { from: this.#heardAt, to: this.#clock() };
    return pause.to - pause.from - BEAT_MS < SHORT_PAUSE_MS ? [] : [pause];
  }

  // The timer ends with the first beat for which nobody waits: ending it with each wait would cost more than the beat.
  #hear(): void {
    for (const pause of this.#pauseOfNow()) this.#pauses = [...this.#pauses, pause].slice(-MOST_PAUSES);
    this.#heardAt = this.#clock();
    if (this.#waiting > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** The process's own: there is one event loop. */
export const loopWatch = new LoopWatch();

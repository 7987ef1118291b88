const BEAT_MS = 20;
/** After a shorter pause, whatever came meanwhile is heard in time all the same. */
const SHORT_PAUSE_MS = 200;
/** So many of the latest are remembered: a wait that has seen more of them was no single one's. */
const MOST_PAUSES = 64;

/**
 * Less than this of a wait is not to blame for its end: what came before the pause, and what came in it, was heard. On a
 * machine that many share, pauses of half a second are nothing strange.
 */
const MOST_OF_THE_TIME = 3 / 4;

interface Pause {
  readonly from: number;
  readonly to: number;
}

/**
 * Knows when this process was too busy to hear anybody. While something is waited for, a timer beats; where a beat comes much
 * too late, no answer could be read since the one before, whoever sent it.
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
   * Whether those who were waited for since a moment could be heard: not where this process was busy with one thing for
   * most of the time. Pauses are not added up, for whoever listens in between hears all that has come until then.
   */
  listenedSince(moment: number): boolean {
    const most = MOST_OF_THE_TIME * (this.#clock() - moment);
    return ![...this.#pauses, ...this.#pauseOfNow()].some(
      ({ from, to }) => to - Math.max(from, moment) > most,
    );
  }

  #pauseOfNow(): readonly Pause[] {
    if (this.#timer === null) return [];
    const pause = { from: this.#heardAt, to: this.#clock() };
    return pause.to - pause.from - BEAT_MS < SHORT_PAUSE_MS ? [] : [pause];
  }

  // The timer ends with the first beat for which nobody waits: to end it with each wait would cost more than the beat.
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

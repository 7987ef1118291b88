const BEAT_MS = 20;
/** Timers are never exact. */
const JITTER_MS = 10;

/**
 * How long this process was too busy to hear anybody. While anything is waited for, a timer beats; the time by which its
 * beats come late is time in which no answer could be read, whoever sent it.
 */
export class LoopWatch {
  readonly #now: () => number;
  readonly #beat = () => this.#hear();
  #waiting = 0;
  #blocked = 0;
  #dueAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds in all; only differences mean anything, and only between `begin` and `end`. */
  get blockedMs(): number {
    return this.#blocked + this.#lateness();
  }

  /** Something is waited for from now on. */
  begin(): void {
    this.#waiting += 1;
    if (this.#timer !== null) return;
    this.#dueAt = this.#now() + BEAT_MS;
    this.#timer = setInterval(this.#beat, BEAT_MS).unref();
  }

  end(): void {
    this.#waiting -= 1;
  }

  #lateness(): number {
    const late = this.#timer === null ? 0 : this.#now() - this.#dueAt;
    return late > JITTER_MS ? late : 0;
  }

  // The timer ends with the first beat for which nobody waits: to end it with each wait would cost more than the beat.
  #hear(): void {
    this.#blocked += this.#lateness();
    this.#dueAt = this.#now() + BEAT_MS;
    if (this.#waiting > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** The process's own: there is one event loop. */
export const loopWatch = new LoopWatch();

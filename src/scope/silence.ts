import { SourceError } from '../model/source-error.ts';
import { lateError } from './abort.ts';

/** What work may take in all, however steadily its answers come. */
export interface MostHeard {
  readonly answers: number;
  readonly ms: number;
}

/**
 * Work that takes many answers has no deadline by which it is done: its signal aborts with `UPSTREAM_LATE` when none has come for
 * so long. And with `UPSTREAM_BAD_RESPONSE` when more have come, or for longer, than it can ever take.
 */
export class Silence {
  readonly #controller = new AbortController();
  readonly #ms: number;
  readonly #most: MostHeard;
  readonly #since = Date.now();
  #answers = 0;
  #timer: NodeJS.Timeout;
  /** When it aborts, unless something is heard before, in milliseconds since 1970. */
  until: number;

  /** Keeps no process alive. */
  constructor(ms: number, most: MostHeard) {
    this.#ms = ms;
    this.#most = most;
    this.until = Date.now() + ms;
    this.#timer = this.#begin();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** An answer has come. */
  break(): void {
    this.#answers += 1;
    const ms = Date.now() - this.#since;
    if (this.#answers > this.#most.answers || ms > this.#most.ms)
      this.#controller.abort(endlessError(this.#answers, ms));
    this.until = Date.now() + this.#ms;
    clearTimeout(this.#timer);
    this.#timer = this.#begin();
  }

  /** Nobody listens any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #begin(): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(lateError(this.#ms)), this.#ms).unref();
  }
}

const endlessError = (answers: number, ms: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message: `There was no end after ${answers} answers in ${Math.round(ms / 1_000)} s.`,
    retryable: false,
  });

import { lateError } from './abort.ts';

/** Work that takes many answers has no deadline as a whole: its signal aborts with `UPSTREAM_LATE` when none has come for so long. */
export class Silence {
  readonly #controller = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout;
  /** When it aborts, unless something is heard before, in milliseconds since 1970. */
  until: number;

  /** Keeps no process alive. */
  constructor(ms: number) {
    this.#ms = ms;
    this.until = Date.now() + ms;
    this.#timer = this.#begin();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** An answer has come. */
  break(): void {
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

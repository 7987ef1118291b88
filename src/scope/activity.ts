import { setImmediate } from 'node:timers/promises';

/** Knows whether any of several pieces of work is under way. */
export class Activity {
  #running = 0;
  #idle = Promise.withResolvers<void>();

  track<T>(work: Promise<T>): Promise<T> {
    this.#running += 1;
    return work.finally(() => {
      this.#running -= 1;
      if (this.#running > 0) return;
      this.#idle.resolve();
      this.#idle = Promise.withResolvers();
    });
  }

  /**
   * Resolves when all work has ended, and has caused no more: what one piece brings may begin the next in the same turn of
   * the event loop (a batch of a loader, the next level of an answer), so a turn without any must pass.
   */
  async settled(): Promise<void> {
    do {
      if (this.#running > 0) await this.#idle.promise;
      await setImmediate();
    } while (this.#running > 0);
  }
}

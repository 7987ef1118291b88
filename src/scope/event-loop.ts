/** The event loop of this process, and a clock in milliseconds; tests have their own. */
export interface EventLoop {
  readonly now: () => number;
  /** Calls back in the next turn, after all that has come by then is read. */
  readonly nextTurn: (callback: () => void) => void;
  /** Calls back when what was just resumed, and all that waited for it, has gone on as far as it can. */
  readonly whenDone: (callback: () => void) => void;
}

export const PROCESS_LOOP: EventLoop = {
  now: () => performance.now(),
  nextTurn: (callback) => void setImmediate(callback),
  // Ticks that are asked for while promises go on come after the last of these.
  whenDone: (callback) => queueMicrotask(() => process.nextTick(callback)),
};

import { getEventListeners } from 'node:events';

// Of listeners on abort signals, however many, the platform gives no warning. So each signal that gets one is remembered.

const seen = new WeakSet<AbortSignal>();
let signals: WeakRef<AbortSignal>[] = [];
const { addEventListener } = EventTarget.prototype;

AbortSignal.prototype.addEventListener = function (
  this: AbortSignal,
  ...args: Parameters<typeof addEventListener>
): void {
  if (!seen.has(this)) {
    seen.add(this);
    signals.push(new WeakRef(this));
  }
  addEventListener.apply(this, args);
};

/** Listeners on all signals that live and have not aborted; import this before what makes the signals. */
export function countListeners(): number {
  signals = signals.filter((signal) => signal.deref() !== undefined);
  return signals
    .map((signal) => signal.deref())
    .filter((signal) => signal !== undefined && !signal.aborted)
    .reduce((sum, signal) => sum + (signal === undefined ? 0 : getEventListeners(signal, 'abort').length), 0);
}

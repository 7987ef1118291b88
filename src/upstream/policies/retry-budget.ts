const WINDOW_MS = 10_000;
const SLOT_MS = 1_000;
/** Retries per request in a window; more would double the load of a vendor just when it fails. */
const SHARE = 0.2;
/** Retries that a quiet window allows anyway: by the share alone, a lone request would never be asked again. */
const FLOOR = 3;
/**
 * The same of requests that came too fast: a burst that is on its way when the vendor begins to refuse is refused as a whole,
 * and asked again at the vendor's own pace.
 */
const FLOOR_REFUSED = 10;

interface Slot {
  readonly startedAt: number;
  requests: number;
  retries: number;
}

export interface RetryBudget {
  countRequest(): void;
  /** Whether one more retry is within the budget; if so, it is spent. */
  takeRetry(wasRefused: boolean): boolean;
}

/** Retries of one source: at most 20 % of its requests of the last 10 s, or 3 where that is more, 10 of those refused for haste. */
export function createRetryBudget(now: () => number): RetryBudget {
  let slots: Slot[] = [];

  const current = (): Slot => {
    const time = now();
    slots = slots.filter((slot) => time - slot.startedAt < WINDOW_MS);
    const last = slots.at(-1);
    if (last !== undefined && time - last.startedAt < SLOT_MS) return last;
    const slot = { startedAt: time, requests: 0, retries: 0 };
    slots.push(slot);
    return slot;
  };
  const sum = (field: 'requests' | 'retries') => slots.reduce((total, slot) => total + slot[field], 0);

  return {
    countRequest: () => {
      current().requests += 1;
    },
    takeRetry: (wasRefused) => {
      const slot = current();
      const floor = wasRefused ? FLOOR_REFUSED : FLOOR;
      if (sum('retries') + 1 > Math.max(floor, SHARE * sum('requests'))) return false;
      slot.retries += 1;
      return true;
    },
  };
}

import type { Ledger } from '../datasource/contract/transport.ts';

interface Waits {
  running: number;
  /** Since when there has been one, as far as the ledger does not tell already. */
  since: number;
  readonly now: () => number;
}

const waitsOf = new WeakMap<Ledger, Waits>();

/**
 * Begins to wait for a turn; the function that is given back ends it, however often it is called. Requests of one page
 * wait side by side: their time is counted once, as the page spends it.
 */
export function startWaiting(ledger: Ledger, { now }: { readonly now: () => number }): () => void {
  const waits = waitsOf.get(ledger) ?? { running: 0, since: 0, now };
  waitsOf.set(ledger, waits);
  settle(ledger, waits);
  waits.running += 1;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    settle(ledger, waits);
    waits.running -= 1;
  };
}

/** Waits that still run included: a page that goes out late leaves them behind. */
export function waitedMs(ledger: Ledger): number {
  const waits = waitsOf.get(ledger);
  if (waits !== undefined) settle(ledger, waits);
  return ledger.waitedMs;
}

function settle(ledger: Ledger, waits: Waits): void {
  const time = waits.now();
  if (waits.running > 0) ledger.waitedMs += Math.max(0, time - waits.since);
  waits.since = time;
}

/** How one thing that may fail by itself fares at the vendor. Never changed: what is learnt makes a new one. */
export interface Circuit {
  /** In a row. */
  readonly failures: number;
  /** The time that these took, in milliseconds: what was waited for side by side counts once. */
  readonly lostMs: number;
  /** When the first of them was asked, and when the last one ended, in milliseconds since 1970; `null`: the last answer was good. */
  readonly failingSince: number | null;
  readonly failedAt: number | null;
  /** Milliseconds since 1970; `null`: it is closed. */
  readonly openedAt: number | null;
  readonly isProbing: boolean;
  /** So many times a burst has failed as one. */
  readonly bursts: number;
}

/**
 * How an attempt went. `burst`: a failure that hits everything that is on its way, as a 429 or a deadline
 * does, also where the vendor answered well until then. `nothing`: it says nothing of the vendor.
 */
export type Outcome = 'success' | 'failure' | 'burst' | 'nothing';

export const CLOSED: Circuit = {
  failures: 0,
  lostMs: 0,
  failingSince: null,
  failedAt: null,
  openedAt: null,
  isProbing: false,
  bursts: 0,
};

/**
 * What opens a circuit: so many failures in a row, or several that together took most of such a time (default: however long).
 * Where time counts, failures are in a row only if none lies back for long when the next is asked.
 */
export interface Breaking {
  readonly failures: number;
  readonly lostMs?: number;
  /** How long it is open before somebody may try again. */
  readonly halfOpenAfterMs: number;
}

/** A single slow answer opens nothing, however slow it is. */
const SEVERAL = 2;
/** More than one time-out usually takes: a single moment in which nothing is answered opens nothing, whatever is on its way. */
const MOST_OF_IT = 3 / 4;

export interface Ended {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the vendor was waited for, in milliseconds. */
  readonly tookMs: number;
  readonly most: Breaking;
}

/** The circuit after an attempt that found it as `found`; it opens, or opens again, `now`. */
export function learn(circuit: Circuit, found: Circuit, outcome: Outcome, ended: Ended): Circuit {
  const isProbe = found.openedAt !== null;
  // Answers to what was sent before it opened come late; only the probe speaks of the vendor as it is now.
  if (circuit.openedAt !== null && !isProbe) return circuit;
  if (outcome === 'success') return circuit.failures === 0 ? circuit : { ...CLOSED, bursts: circuit.bursts };
  if (outcome === 'nothing') return isProbe ? { ...circuit, isProbing: false } : circuit;
  // Those of one burst found it as it was before the first of them failed: together they are one failure.
  if (outcome === 'burst' && circuit.bursts !== found.bursts && !isProbe) return circuit;
  return failed(circuit, outcome, ended);
}

function failed(known: Circuit, outcome: Outcome, ended: Ended): Circuit {
  const { now, tookMs, most } = ended;
  const circuit = isPast(known, ended) ? { ...CLOSED, bursts: known.bursts } : known;
  const failures = circuit.failures + 1;
  const sinceLast = Math.max(0, now - (circuit.failedAt ?? Number.NEGATIVE_INFINITY));
  const lostMs = circuit.lostMs + Math.min(tookMs, sinceLast);
  const isBroken =
    failures >= most.failures ||
    (failures >= SEVERAL && lostMs >= MOST_OF_IT * (most.lostMs ?? Number.POSITIVE_INFINITY));
  return {
    failures,
    lostMs,
    failingSince: circuit.failingSince ?? now - tookMs,
    failedAt: now,
    openedAt: isBroken ? now : null,
    isProbing: false,
    bursts: circuit.bursts + (outcome === 'burst' ? 1 : 0),
  };
}

/** What failed so long before this was asked says nothing of what comes now; nor what failed in a time that is yet to come. */
function isPast({ failedAt, openedAt }: Circuit, { now, tookMs, most }: Ended): boolean {
  if (most.lostMs === undefined || failedAt === null || openedAt !== null) return false;
  return now < failedAt || now - tookMs - failedAt > most.lostMs + most.halfOpenAfterMs;
}

/** How one credential fares with the vendor. Never changed: what is learnt makes a new one. */
export interface Circuit {
  /** In a row. */
  readonly failures: number;
  /** Milliseconds since 1970; `null`: it is closed. */
  readonly openedAt: number | null;
  readonly isProbing: boolean;
  /** So many times a burst has failed as one. */
  readonly bursts: number;
}

/**
 * How an attempt went. `burst`: a failure that meets all that is on its way at once, as a refusal for haste or a deadline
 * does, also where the vendor answered well until then. `nothing`: it says nothing of the vendor.
 */
export type Outcome = 'success' | 'failure' | 'burst' | 'nothing';

export const CLOSED: Circuit = { failures: 0, openedAt: null, isProbing: false, bursts: 0 };

/** The circuit after an attempt that found it as `found`; it opens, or opens again, at `now` after `most` failures in a row. */
export function learn(
  circuit: Circuit,
  found: Circuit,
  outcome: Outcome,
  { now, most }: { readonly now: number; readonly most: number },
): Circuit {
  const isProbe = found.openedAt !== null;
  // Answers to what was sent before it opened come late; only the probe speaks of the vendor as it is now.
  if (circuit.openedAt !== null && !isProbe) return circuit;
  if (outcome === 'success') return circuit.failures === 0 ? circuit : { ...CLOSED, bursts: circuit.bursts };
  if (outcome === 'nothing') return isProbe ? { ...circuit, isProbing: false } : circuit;
  // Those of one burst found it as it was before the first of them failed: together they are one failure.
  if (outcome === 'burst' && circuit.bursts !== found.bursts && !isProbe) return circuit;
  const failures = circuit.failures + 1;
  const bursts = circuit.bursts + (outcome === 'burst' ? 1 : 0);
  return { failures, openedAt: failures < most ? null : now, isProbing: false, bursts };
}

export interface SoakMode {
  readonly name: string;
  readonly halfOpenAfterMs: number;
  /** Of the source that is ill; what the cell asks for goes before it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Codes beside the cell's own that are right too. */
  readonly alsoRight: (code: string) => readonly string[];
}

/**
 * Right as well, whatever the mode. Askers who come after a refusal for haste are kept to the pace that it taught: they are
 * late, or are told so at once.
 */
const ALSO_RIGHT: Readonly<Record<string, readonly string[]>> = {
  UPSTREAM_RATE_LIMITED: ['UPSTREAM_LATE'],
};

const BREAKER = { failures: 5, halfOpenAfterMs: 250 };

export const SOAK_MODES: readonly SoakMode[] = [
  {
    // Every question reaches the vendor.
    name: 'bare',
    halfOpenAfterMs: 1,
    settings: { retries: 0, breaker: { failures: 1_000, halfOpenAfterMs: 1 } },
    alsoRight: (code) => ALSO_RIGHT[code] ?? [],
  },
  {
    // As by default, but that the breaker lets probes through sooner.
    name: 'guarded',
    halfOpenAfterMs: BREAKER.halfOpenAfterMs,
    settings: { breaker: BREAKER },
    alsoRight: (code) => [...(ALSO_RIGHT[code] ?? []), 'UPSTREAM_CIRCUIT_OPEN'],
  },
];

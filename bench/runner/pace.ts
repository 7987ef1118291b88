/** How long it all takes. */
export interface Pace {
  readonly warmSeconds: number;
  readonly roundSeconds: number;
  readonly rounds: number;
  /** Long enough to see whether memory grows. */
  readonly longSeconds: number;
}

/** To look; its numbers wander by a fifth. */
export const QUICK: Pace = { warmSeconds: 3, roundSeconds: 1, rounds: 5, longSeconds: 30 };

/** To write down. */
export const FULL: Pace = { warmSeconds: 8, roundSeconds: 3, rounds: 9, longSeconds: 600 };

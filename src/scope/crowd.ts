/** Operations of one process; whoever wants to show them reads it. */
export interface Crowd {
  /** Under way. */
  running: number;
  /** Waiting for a place. */
  waiting: number;
  /** Since the process began. */
  refused: number;
}

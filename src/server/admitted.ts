import type { Caller } from '../access/caller.ts';

/** What the gate leaves for all that comes after it. */
export interface Admitted {
  caller?: Caller;
}

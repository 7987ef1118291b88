import type { Access } from '../world/access.ts';

/** What the process of the vendors is asked, for one contender by its name. */
export type SimulatorOrder =
  /** A set of servers of its own; the answer is how they are reached. */
  | { readonly kind: 'open'; readonly contender: string }
  /** The answer is how many requests have come to these servers so far. */
  | { readonly kind: 'count'; readonly contender: string };

export type SimulatorAnswer = Access | number;

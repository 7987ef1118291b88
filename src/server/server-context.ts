import type { GraphQLError } from 'graphql';
import type { ObservedRequest } from '../observe/operations.ts';

/** What the server needs of a request's context. */
export interface ServerContext {
  /** Failures that cost the answer rows but no field: each becomes one entry in `errors`. Resolvers add to it. */
  readonly reportErrors: readonly GraphQLError[];
  /** Absent: nobody observes it. */
  readonly observed?: ObservedRequest;
  /** What the operation did at each source; `null`, or absent: it is not told. */
  readonly explain?: (() => Promise<unknown>) | null;
  /** How long the operation has waited behind others by now, in milliseconds, in queues at sources. Absent: it waits nowhere. */
  readonly queuedMs?: () => number;
  /**
   * For how long, in milliseconds, whoever asks the same gets the same answer anyway, because all of it came from answers that are
   * kept. 0, or absent: that is not so, or not known.
   */
  readonly freshMs?: () => number;
}

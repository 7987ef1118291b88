import { inspect } from 'node:util';

/** What is known of anything that was thrown: for a log, never for a client. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : `thrown: ${inspect(error, { depth: 0 })}`;

import { SourceError } from '../../model/source-error.ts';

const WHAT = {
  source: (id: string): string => `Source "${id}" failed too often in a row, or for too long`,
  place: (id: string): string =>
    `Some of what source "${id}" is asked for failed too often in a row, or for too long`,
};

interface WhatFailed {
  readonly sourceId: string;
  readonly of: keyof typeof WHAT;
}

/** What those are told who may not ask now. */
export const circuitOpen = (
  { sourceId, of }: WhatFailed,
  retryAfterMs: number,
  failingSince: number | null,
  cause: unknown,
): SourceError =>
  new SourceError({
    code: 'UPSTREAM_CIRCUIT_OPEN',
    message: `${WHAT[of](sourceId)}; the gateway waits a moment before it asks again.`,
    retryAfterMs,
    failingSince,
    cause,
  });

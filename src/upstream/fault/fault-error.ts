import type { Fault, Reply } from '../../datasource/contract/transport.ts';
import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import { publicText } from '../../secrets/public-text.ts';
import { LOCKED, LOCKED_MS } from './locked.ts';
import { requestIdOf } from './request-id-of.ts';
import { retryAfter } from './retry-after.ts';

export interface FaultPlace {
  readonly sourceId: string;
  /** Taken out of the vendor's words should they be repeated there. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number;
}

const HINTS: Partial<Record<SourceErrorCode, string>> = {
  UPSTREAM_AUTH_FAILED: " Check the source's auth settings.",
  UPSTREAM_FORBIDDEN: ' The credentials are known, but not allowed to read this.',
};

/** A fault as the error that clients see. Credentials that are still expired here have already been replaced, without success. */
export function faultError(fault: Fault, reply: Reply, place: FaultPlace): SourceError {
  const code = codeOf(fault);
  const isLocked = fault.code === 'CREDENTIALS_LOCKED';
  return new SourceError({
    code,
    message: `Source "${place.sourceId}" answered HTTP ${reply.status}${wordsOf(fault, place)}.${HINTS[code] ?? ''}`,
    retryAfterMs: fault.retryAfterMs ?? retryAfter(reply.headers, place.now) ?? (isLocked ? LOCKED_MS : null),
    upstreamStatus: reply.status,
    requestId: requestIdOf(reply),
    // 425 Too Early: the one other 4xx that may be asked again.
    ...(reply.status === 425 ? { retryable: true } : {}),
    ...(isLocked ? { cause: LOCKED } : {}),
  });
}

function codeOf({ code }: Fault): SourceErrorCode {
  if (code === 'CREDENTIALS_EXPIRED') return 'UPSTREAM_AUTH_FAILED';
  return code === 'CREDENTIALS_LOCKED' ? 'UPSTREAM_RATE_LIMITED' : code;
}

function wordsOf(fault: Fault, place: FaultPlace): string {
  const words = [fault.nativeCode, fault.message].filter(Boolean).join(': ');
  return words === '' ? '' : `: ${publicText(words, place.secrets).replace(/\.$/, '')}`;
}

/** Why a source could not answer: the closed list that clients script against. */
export const SOURCE_ERROR_CODES = [
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_CIRCUIT_OPEN',
  'UPSTREAM_LATE',
  'UPSTREAM_RATE_LIMITED',
  'UPSTREAM_AUTH_FAILED',
  'UPSTREAM_FORBIDDEN',
  'UPSTREAM_BAD_RESPONSE',
  'UPSTREAM_REJECTED',
  'DEADLINE_EXCEEDED',
  'SCAN_LIMIT_REACHED',
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'INTERNAL_SERVER_ERROR',
] as const;

export type SourceErrorCode = (typeof SOURCE_ERROR_CODES)[number];

export interface SourceErrorInit {
  readonly code: SourceErrorCode;
  /** Safe for a client: no secret, no token, no address. */
  readonly message: string;
  readonly retryable?: boolean;
  /** Told as 2^31 - 1, which is more than three weeks, where it is more. */
  readonly retryAfterMs?: number | null;
  /** The HTTP status that the vendor answered with, where it answered. */
  readonly upstreamStatus?: number | null;
  readonly requestId?: string | null;
  /** For the log only. */
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<SourceErrorCode> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_CIRCUIT_OPEN',
  'UPSTREAM_LATE',
  'UPSTREAM_RATE_LIMITED',
  'DEADLINE_EXCEEDED',
  'SCAN_LIMIT_REACHED',
]);

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** A failure of one source. Programs act upon `code`, people read `message`, the log keeps `cause`. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly upstreamStatus: number | null;
  readonly requestId: string | null;

  constructor(init: SourceErrorInit) {
    super(init.message, { cause: init.cause });
    this.code = init.code;
    this.retryable = init.retryable ?? RETRYABLE.has(init.code);
    this.retryAfterMs = init.retryAfterMs == null ? null : Math.min(init.retryAfterMs, LARGEST_INT);
    this.upstreamStatus = init.upstreamStatus ?? null;
    this.requestId = init.requestId ?? null;
  }

  /** The same failure in other words. */
  reworded(message: string): SourceError {
    return new SourceError({ ...this, message, cause: this });
  }
}

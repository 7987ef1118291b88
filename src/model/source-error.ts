import { CODES, type ErrorOrigin, type SourceErrorCode } from './error-codes.ts';

export type { SourceErrorCode } from './error-codes.ts';

export interface SourceErrorInit {
  readonly code: SourceErrorCode;
  /** Safe for a client: no secret, no token, no address. */
  readonly message: string;
  /** Default: what `CODES` says of the code, as of `retryable`. Of a refusal that is our own, with nobody asked: `gateway`. */
  readonly origin?: ErrorOrigin;
  readonly retryable?: boolean;
  /** Told as 2^31 - 1, which is more than three weeks, where it is more. */
  readonly retryAfterMs?: number | null;
  /** The HTTP status that the vendor answered with, where it answered. */
  readonly upstreamStatus?: number | null;
  readonly requestId?: string | null;
  /** Since when it has gone on, in milliseconds since 1970, where it is not the first failure. */
  readonly failingSince?: number | null;
  /** Of what the operation has had too much. */
  readonly spending?: Spending | null;
  /** For the log only. */
  readonly cause?: unknown;
}

/** A limit that an operation has reached. */
export interface Spending {
  /** The key of the configuration, from its root. */
  readonly limit: string;
  readonly spent: number;
  readonly allowed: number;
}

/** GraphQL's `Int` has 32 bits. */
const LARGEST_INT = 2 ** 31 - 1;

/** A failure of one source. Programs read `code`, people read `message`, the log keeps `cause`. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly origin: ErrorOrigin;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly upstreamStatus: number | null;
  readonly requestId: string | null;
  readonly failingSince: number | null;
  readonly spending: Spending | null;

  constructor(init: SourceErrorInit) {
    super(init.message, { cause: init.cause });
    this.code = init.code;
    this.origin = init.origin ?? CODES[init.code].origin;
    this.retryable = init.retryable ?? CODES[init.code].retryable;
    this.retryAfterMs = init.retryAfterMs == null ? null : Math.min(init.retryAfterMs, LARGEST_INT);
    this.upstreamStatus = init.upstreamStatus ?? null;
    this.requestId = init.requestId ?? null;
    this.failingSince = init.failingSince ?? null;
    this.spending = init.spending ?? null;
  }

  /** The same failure in other words. */
  reworded(message: string): SourceError {
    return new SourceError({ ...this, message, cause: this });
  }
}

/** No time was left, or no request: what was begun may be gone on with. */
export const isOutOfMeans = (error: unknown): boolean =>
  error instanceof SourceError &&
  (CODES[error.code].reportedAs === 'LATE' || error.code === 'OPERATION_TOO_COSTLY');

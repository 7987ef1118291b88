import type { AnswerError } from './ask.ts';

export interface GatewayFault {
  /** For programs, as in the gateway's list of codes, e.g. `UPSTREAM_TIMEOUT` or `CURSOR_INVALID`. */
  readonly code: string;
  readonly message: string;
  /** Whether asking again, unchanged, may do better. */
  readonly retryable: boolean;
  /** How long to wait before that; null where nothing says. */
  readonly retryAfterMs: number | null;
}

/** The gateway did not give what was asked for. */
export class GatewayError extends Error implements GatewayFault {
  override readonly name = 'GatewayError';
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor({ code, message, retryable, retryAfterMs }: GatewayFault) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The first of the errors, which of an answer without data is the reason. */
export function gatewayErrorOf(errors: readonly AnswerError[] | undefined): GatewayError {
  const [first] = errors ?? [];
  const { code, retryable, retryAfterMs } = first?.extensions ?? {};
  return new GatewayError({
    code: typeof code === 'string' ? code : 'UNKNOWN',
    message: first?.message ?? 'The gateway answered without jobs and without saying why.',
    retryable: retryable === true,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
  });
}

import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import { isLate } from '../../scope/abort.ts';
import { type Answer, type Call, DONE, gatePolicy, type Policy } from '../policy.ts';
import type { Outcome } from './circuit.ts';
import { type Circuits, OPENED_MEANWHILE } from './circuits.ts';
import { NO_CONTENT } from './classify.ts';
import { speaksOfVendor, type Time } from './speaks-of-vendor.ts';

/**
 * Lets attempts through as their circuit says, and tells it how they went. A failure that leaves it open says when the next may
 * try: nobody who asks sooner gets anything else.
 */
export const circuitBreaker = (circuits: Circuits, time: Time): Policy =>
  gatePolicy((asked) => {
    const key = circuits.keyOf(asked);
    if (key === null) return DONE;
    if (asked.patience === null && !circuits.isClosed(key))
      throw circuits.refusal(key, asked, OPENED_MEANWHILE);
    let found = circuits.enter(key, asked);
    let isLeft = false;
    asked.patience?.whenLeft(() => {
      found = circuits.giveUp(key, found, took(asked, time));
      isLeft = true;
    });
    return {
      passed: (call, answer) => {
        if (isLeft) circuits.forget(key);
        circuits.leave(key, found, isReadable(call, answer) ? 'success' : 'failure', took(call, time));
      },
      failed: (call, error) => {
        if (isLeft) {
          circuits.forget(key);
          return error;
        }
        const outcome = speaksOfVendor(call, time) ? outcomeOf(error) : 'nothing';
        circuits.leave(key, found, outcome, took(call, time), outcome === 'refusal' ? restOf(error) : null);
        return outcome === 'nothing' ? error : notBefore(error, circuits, key);
      },
    };
  });

const restOf = (error: unknown): number | null => (error instanceof SourceError ? error.retryAfterMs : null);

/** How long the vendor was waited for, and could be heard. */
const took = ({ sentAt, sentMoment }: Call, { loop }: Time): number =>
  sentAt === null ? 0 : loop.listenedFor(sentMoment);

/** Well-formed, but not what was asked for: the vendor, or what stands before it, is not well. */
const isReadable = ({ request }: Call, { reply: { status, body } }: Answer): boolean =>
  NO_CONTENT.includes(status) || status === 304 || (request.isReadable?.(body) ?? true);

/** Any answer proves that the vendor is there; refused credentials may be the sign-in's fault and prove nothing. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof SourceError) || error.origin !== 'vendor') return 'nothing';
  if (error.code === 'UPSTREAM_AUTH_FAILED') return 'nothing';
  if (!CODES[error.code].countsAgainstVendor) return error.upstreamStatus === null ? 'nothing' : 'success';
  if (error.code === 'UPSTREAM_RATE_LIMITED') return 'refusal';
  if (error.code === 'UPSTREAM_TIMEOUT') return 'silence';
  return isLate(error) ? 'burst' : 'failure';
}

/** Unless the vendor asked for longer. */
function notBefore(error: unknown, circuits: Circuits, key: string): unknown {
  const ms = circuits.wait(key);
  if (!(error instanceof SourceError) || ms <= (error.retryAfterMs ?? 0)) return error;
  const failingSince = circuits.failingSince(key);
  return new SourceError({ ...error, message: error.message, retryAfterMs: ms, failingSince, cause: error });
}

import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import { abortable, isLate } from '../../scope/abort.ts';
import type { Answer, Call } from '../call.ts';
import type { Circuits, Outcome } from './circuits.ts';
import { NO_CONTENT } from './classify.ts';
import { DONE, gatePolicy, type Policy } from './policy.ts';
import { speaksOfVendor, type Time } from './speaks-of-vendor.ts';

/**
 * Lets attempts through as the circuit of their credential says, and tells it how they went. A failure that leaves it open
 * says when the next may try: nobody who asks sooner gets anything else.
 */
export const circuitBreaker = (circuits: Circuits, time: Time): Policy =>
  gatePolicy(({ partition }) => {
    const found = circuits.enter(partition);
    return {
      passed: (call, answer) =>
        circuits.leave(partition, found, isReadable(call, answer) ? 'success' : 'failure'),
      failed: (call, error) => {
        const outcome = speaksOfVendor(call, time) ? outcomeOf(error) : 'nothing';
        circuits.leave(partition, found, outcome);
        return outcome === 'nothing' ? error : notBefore(error, circuits.wait(partition));
      },
    };
  });

/** Well-formed, but not what was asked for: the vendor, or what stands before it, is not well. */
const isReadable = ({ request }: Call, { reply: { status, body } }: Answer): boolean =>
  NO_CONTENT.includes(status) || status === 304 || (request.isReadable?.(body) ?? true);

/** Any answer proves that the vendor is there; refused credentials may be the sign-in's fault and prove nothing. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof SourceError) || error.origin !== 'vendor') return 'nothing';
  if (error.code === 'UPSTREAM_AUTH_FAILED') return 'nothing';
  if (CODES[error.code].countsAgainstVendor) return meetsAllAtOnce(error) ? 'burst' : 'failure';
  return error.upstreamStatus === null ? 'nothing' : 'success';
}

const meetsAllAtOnce = (error: SourceError): boolean =>
  error.code === 'UPSTREAM_RATE_LIMITED' || isLate(error);

/** Unless the vendor asked for longer. */
function notBefore(error: unknown, ms: number): unknown {
  if (!(error instanceof SourceError) || ms <= (error.retryAfterMs ?? 0)) return error;
  return new SourceError({ ...error, message: error.message, retryAfterMs: ms, cause: error });
}

/**
 * Refuses at once what the breaker further on would refuse, so that nobody queues for nothing. A read that comes while a probe
 * is under way waits for its result: otherwise a page over many lists would read one of them and miss the others, although
 * the vendor is well again.
 */
export const refuseWhileOpen = (circuits: Circuits): Policy =>
  gatePolicy((call) => {
    if (circuits.probe(call.partition) !== null) return afterProbe(circuits, call).then(() => DONE);
    circuits.refuseIfOpen(call.partition);
    return DONE;
  });

async function afterProbe(circuits: Circuits, { partition, scope }: Call): Promise<void> {
  const stopWaiting = scope.ledger.wait();
  try {
    for (let probe = circuits.probe(partition); probe !== null; probe = circuits.probe(partition))
      await abortable(probe, scope.signal);
  } finally {
    stopWaiting();
  }
  circuits.refuseIfOpen(partition);
}

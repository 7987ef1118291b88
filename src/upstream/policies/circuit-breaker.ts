import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import { abortable, isLate } from '../../scope/abort.ts';
import type { PartitionStore } from '../partition-store.ts';
import { type Answer, type Call, DONE, gatePolicy, type Policy } from '../policy.ts';
import { NO_CONTENT } from './classify.ts';
import { speaksOfVendor, type Time } from './speaks-of-vendor.ts';

/** How one credential fares with the vendor. Never changed: what is learnt makes a new one. */
export interface Circuit {
  /** In a row. */
  readonly failures: number;
  /** Milliseconds since 1970; `null`: it is closed. */
  readonly openedAt: number | null;
  readonly isProbing: boolean;
  /** So many times a burst has failed as one. */
  readonly bursts: number;
}

/**
 * How an attempt went. `burst`: a failure that hits everything that is on its way, as a 429 or a deadline
 * does, also where the vendor answered well until then. `nothing`: it says nothing of the vendor.
 */
export type Outcome = 'success' | 'failure' | 'burst' | 'nothing';

export const CLOSED: Circuit = { failures: 0, openedAt: null, isProbing: false, bursts: 0 };

/** The circuit after an attempt that found it as `found`; it opens, or opens again, at `now` after `most` failures in a row. */
export function learn(
  circuit: Circuit,
  found: Circuit,
  outcome: Outcome,
  { now, most }: { readonly now: number; readonly most: number },
): Circuit {
  const isProbe = found.openedAt !== null;
  // Answers to what was sent before it opened come late; only the probe speaks of the vendor as it is now.
  if (circuit.openedAt !== null && !isProbe) return circuit;
  if (outcome === 'success') return circuit.failures === 0 ? circuit : { ...CLOSED, bursts: circuit.bursts };
  if (outcome === 'nothing') return isProbe ? { ...circuit, isProbing: false } : circuit;
  // Those of one burst found it as it was before the first of them failed: together they are one failure.
  if (outcome === 'burst' && circuit.bursts !== found.bursts && !isProbe) return circuit;
  const failures = circuit.failures + 1;
  const bursts = circuit.bursts + (outcome === 'burst' ? 1 : 0);
  return { failures, openedAt: failures < most ? null : now, isProbing: false, bursts };
}

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface CircuitsOptions {
  readonly sourceId: string;
  readonly store: PartitionStore<Circuit>;
  readonly failures: number;
  readonly halfOpenAfterMs: number;
  readonly now: () => number;
}

/** What those are told who come during a probe, which takes nobody knows how long: come back in a moment, but not at once. */
const PROBE_MS = 1_000;

/**
 * The circuits of one source, one for each credential. Each opens after so many failures in a row, then lets one probe at a
 * time through. Written here because cockatiel's breaker closes when the caller of a probe hangs up, lets nobody who waits
 * for a probe leave, and reads the clock by itself.
 */
export class Circuits {
  readonly #options: CircuitsOptions;
  readonly #store: PartitionStore<Circuit>;
  /** Probes of this process that are under way. */
  readonly #probes = new Map<string, PromiseWithResolvers<void>>();

  constructor(options: CircuitsOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  /** Of the source as a whole: what is open to one caller is closed to nobody. */
  get state(): BreakerState {
    const states = new Set(Array.from(this.#store.values(), ({ openedAt }) => this.#stateAt(openedAt)));
    if (states.size === 0 || states.has('closed')) return 'closed';
    return states.has('half-open') ? 'half-open' : 'open';
  }

  /** Milliseconds until somebody may ask; 0: now. */
  wait(partition: string): number {
    const { openedAt, isProbing } = this.#of(partition);
    return openedAt === null ? 0 : Math.max(isProbing ? PROBE_MS : 0, this.#untilHalfOpen(openedAt));
  }

  /** Throws `UPSTREAM_CIRCUIT_OPEN` where nobody may ask. */
  refuseIfOpen(partition: string): void {
    const ms = this.wait(partition);
    if (ms > 0) throw circuitOpen(this.#options.sourceId, ms);
  }

  /** Whoever comes may ask. */
  isClosed(partition: string): boolean {
    const known = this.#store.get(partition);
    return known === undefined || known.openedAt === null;
  }

  /** Somebody asks; if the circuit is half open, this is the probe. Gives the circuit as it was; throws as `refuseIfOpen` does. */
  enter(partition: string): Circuit {
    const found = this.#store.get(partition) ?? CLOSED;
    if (found.openedAt === null) return found;
    this.refuseIfOpen(partition);
    this.#store.set(partition, { ...found, isProbing: true });
    this.#probes.set(partition, Promise.withResolvers());
    return found;
  }

  /** How it went for those who found it so. */
  leave(partition: string, found: Circuit, outcome: Outcome): void {
    const known = this.#store.get(partition);
    if (outcome === 'success' && found.openedAt === null && known?.failures === 0) return;
    const { now, failures } = this.#options;
    const learnt = learn(known ?? CLOSED, found, outcome, { now: now(), most: failures });
    // One that is closed is kept as well: it is what leaves the source open to others than those who fail.
    if (learnt !== known) this.#store.set(partition, learnt);
    if (found.openedAt === null) return;
    this.#probes.get(partition)?.resolve();
    this.#probes.delete(partition);
  }

  /** Resolves when the probe that is under way has ended, whatever came of it; `null`: there is none. */
  probe(partition: string): Promise<void> | null {
    return this.#probes.get(partition)?.promise ?? null;
  }

  #of(partition: string): Circuit {
    return this.#store.get(partition) ?? CLOSED;
  }

  #stateAt(openedAt: number | null): BreakerState {
    if (openedAt === null) return 'closed';
    return this.#untilHalfOpen(openedAt) > 0 ? 'open' : 'half-open';
  }

  #untilHalfOpen(openedAt: number): number {
    return openedAt + this.#options.halfOpenAfterMs - this.#options.now();
  }
}

const circuitOpen = (sourceId: string, retryAfterMs: number): SourceError =>
  new SourceError({
    code: 'UPSTREAM_CIRCUIT_OPEN',
    message: `Source "${sourceId}" failed too often in a row; the gateway waits a moment before it asks again.`,
    retryAfterMs,
  });

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
    if (circuits.isClosed(call.partition)) return DONE;
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

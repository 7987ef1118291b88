import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import { isLate, withTimeout } from '../../scope/abort.ts';
import type { PartitionStore } from '../partition-store.ts';
import { type Answer, type Call, DONE, gatePolicy, type Policy } from '../policy.ts';
import { type Breaking, type Circuit, CLOSED, learn, type Outcome } from './circuit.ts';
import { NO_CONTENT } from './classify.ts';
import { speaksOfVendor, type Time } from './speaks-of-vendor.ts';
import { UsualLatency } from './usual-latency.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface CircuitsOptions extends Breaking {
  readonly sourceId: string;
  readonly store: PartitionStore<Circuit>;
  /** What has a circuit of its own: the source, without what is looked up beside its lists, or each of its places. */
  readonly of: 'source' | 'place';
  /** How long a probe is waited for: longer than the least where good answers take long. */
  readonly patience: { readonly leastMs: number; readonly mostMs: number };
  readonly now: () => number;
}

/** What those are told who come during a probe, which takes nobody knows how long: come back in a moment, but not at once. */
const PROBE_MS = 1_000;
/** What comes twice as late as usual may still come. */
const UNUSUALLY_LATE = 2;

interface Probe {
  readonly ended: PromiseWithResolvers<void>;
  readonly begunAt: number;
}

/**
 * The circuits of one source, one for each credential, or for each place. Each opens after failures in a row, then lets one probe
 * at a time through. Written here because cockatiel's breaker closes when the caller of a probe hangs up, lets nobody who waits
 * for a probe leave, and reads the clock by itself.
 */
export class Circuits {
  readonly #options: CircuitsOptions;
  readonly #store: PartitionStore<Circuit>;
  /** Probes of this process that are under way. */
  readonly #probes = new Map<string, Probe>();
  readonly #usual = new UsualLatency();

  constructor(options: CircuitsOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  /** `null`: none of these circuits is about it. */
  keyOf({ request, partition, place }: Pick<Call, 'request' | 'partition' | 'place'>): string | null {
    if (this.#options.of === 'place') return place;
    return request.part === undefined ? partition : null;
  }

  /** Of the source as a whole: what is open to one caller is closed to nobody. */
  get state(): BreakerState {
    const states = new Set(Array.from(this.#store.values(), ({ openedAt }) => this.#stateAt(openedAt)));
    if (states.size === 0 || states.has('closed')) return 'closed';
    return states.has('half-open') ? 'half-open' : 'open';
  }

  /** Milliseconds until somebody may ask; 0: now. */
  wait(key: string | null): number {
    if (key === null) return 0;
    const { openedAt, isProbing } = this.#of(key);
    return openedAt === null ? 0 : Math.max(isProbing ? PROBE_MS : 0, this.#untilHalfOpen(openedAt));
  }

  /** Throws `UPSTREAM_CIRCUIT_OPEN` where nobody may ask. */
  refuseIfOpen(key: string): void {
    const ms = this.wait(key);
    if (ms > 0) throw this.refusal(key, ms);
  }

  refusal(key: string, retryAfterMs: number = PROBE_MS): SourceError {
    return circuitOpen(this.#options, retryAfterMs, this.failingSince(key));
  }

  /** Whoever comes may ask. */
  isClosed(key: string): boolean {
    const known = this.#store.get(key);
    return known === undefined || known.openedAt === null;
  }

  /** Milliseconds since 1970; `null`: the last answer was good. */
  failingSince(key: string): number | null {
    return this.#of(key).failingSince;
  }

  /** Milliseconds that a probe is worth waiting for. */
  patience(key: string): number {
    const { leastMs, mostMs } = this.#options.patience;
    return Math.max(leastMs, Math.min(UNUSUALLY_LATE * this.#usual.of(key), mostMs));
  }

  /** What is left of that for the probe which is under way: who comes late waits for no more of it. */
  patienceLeft(key: string): number {
    const { begunAt } = this.#probes.get(key) ?? { begunAt: this.#options.now() };
    return this.patience(key) - Math.max(0, this.#options.now() - begunAt);
  }

  /** Somebody asks; if the circuit is half open, this is the probe. Gives the circuit as it was; throws as `refuseIfOpen` does. */
  enter(key: string): Circuit {
    const found = this.#of(key);
    if (found.openedAt === null) return found;
    this.refuseIfOpen(key);
    this.#store.set(key, { ...found, isProbing: true });
    this.#probes.set(key, { ended: Promise.withResolvers(), begunAt: this.#options.now() });
    return found;
  }

  /** How it went for those who found it so, after so many milliseconds. */
  leave(key: string, found: Circuit, outcome: Outcome, tookMs = 0): void {
    const known = this.#store.get(key);
    if (outcome === 'success') this.#usual.answered(key, tookMs);
    if (outcome === 'success' && found.openedAt === null && this.#isWell(known)) return;
    const learnt = learn(known ?? CLOSED, found, outcome, {
      now: this.#options.now(),
      tookMs,
      most: this.#options,
    });
    if (learnt !== known) this.#store.set(key, learnt);
    if (found.openedAt === null) return;
    this.#probes.get(key)?.ended.resolve();
    this.#probes.delete(key);
  }

  /** Resolves when the probe that is under way has ended, whatever came of it; `null`: there is none. */
  probe(key: string): Promise<void> | null {
    return this.#probes.get(key)?.ended.promise ?? null;
  }

  /** Of credentials, those that are well are kept too: that is what leaves a source open to others than those who fail. */
  #isWell(known: Circuit | undefined): boolean {
    return known === undefined ? this.#options.of === 'place' : known.failures === 0;
  }

  #of(key: string): Circuit {
    return this.#store.get(key) ?? CLOSED;
  }

  #stateAt(openedAt: number | null): BreakerState {
    if (openedAt === null) return 'closed';
    return this.#untilHalfOpen(openedAt) > 0 ? 'open' : 'half-open';
  }

  /** A clock that was set back makes nobody wait until it comes to the same time again. */
  #untilHalfOpen(openedAt: number): number {
    const ms = openedAt + this.#options.halfOpenAfterMs - this.#options.now();
    return ms > this.#options.halfOpenAfterMs ? 0 : ms;
  }
}

const WHAT = {
  source: (id: string): string => `Source "${id}" failed too often in a row, or for too long`,
  place: (id: string): string =>
    `Some of what source "${id}" is asked for failed too often in a row, or for too long`,
};

const circuitOpen = (
  { sourceId, of }: CircuitsOptions,
  retryAfterMs: number,
  failingSince: number | null,
): SourceError =>
  new SourceError({
    code: 'UPSTREAM_CIRCUIT_OPEN',
    message: `${WHAT[of](sourceId)}; the gateway waits a moment before it asks again.`,
    retryAfterMs,
    failingSince,
  });

/**
 * Lets attempts through as their circuit says, and tells it how they went. A failure that leaves it open says when the next may
 * try: nobody who asks sooner gets anything else.
 */
export const circuitBreaker = (circuits: Circuits, time: Time): Policy =>
  gatePolicy((asked) => {
    const key = circuits.keyOf(asked);
    if (key === null) return DONE;
    const found = circuits.enter(key);
    return {
      passed: (call, answer) =>
        circuits.leave(key, found, isReadable(call, answer) ? 'success' : 'failure', took(call, time)),
      failed: (call, error) => {
        const outcome = speaksOfVendor(call, time) ? outcomeOf(error) : 'nothing';
        circuits.leave(key, found, outcome, took(call, time));
        return outcome === 'nothing' ? error : notBefore(error, circuits, key);
      },
    };
  });

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
  if (CODES[error.code].countsAgainstVendor) return meetsAllAtOnce(error) ? 'burst' : 'failure';
  return error.upstreamStatus === null ? 'nothing' : 'success';
}

const meetsAllAtOnce = (error: SourceError): boolean =>
  error.code === 'UPSTREAM_RATE_LIMITED' || isLate(error);

/** Unless the vendor asked for longer. */
function notBefore(error: unknown, circuits: Circuits, key: string): unknown {
  const ms = circuits.wait(key);
  if (!(error instanceof SourceError) || ms <= (error.retryAfterMs ?? 0)) return error;
  const failingSince = circuits.failingSince(key);
  return new SourceError({ ...error, message: error.message, retryAfterMs: ms, failingSince, cause: error });
}

/**
 * Refuses at once what the breaker further on would refuse, so that nobody queues for nothing. A read that comes while a probe
 * is under way waits for its result: otherwise a page over many lists would read one of them and miss the others, although
 * the vendor is well again.
 */
export const refuseWhileOpen = (circuits: Circuits): Policy =>
  gatePolicy((call) => {
    const key = circuits.keyOf(call);
    if (key === null || circuits.isClosed(key)) return DONE;
    if (circuits.probe(key) !== null) return afterProbe(circuits, key, call).then(() => DONE);
    circuits.refuseIfOpen(key);
    return DONE;
  });

async function afterProbe(circuits: Circuits, key: string, { scope }: Call): Promise<void> {
  const ms = circuits.patienceLeft(key);
  if (ms <= 0) throw circuits.refusal(key);
  const stopWaiting = scope.ledger.wait();
  const untilNone = async (): Promise<void> => {
    for (let probe = circuits.probe(key); probe !== null; probe = circuits.probe(key)) await probe;
  };
  try {
    await withTimeout(ms, scope.signal, () => circuits.refusal(key), untilNone);
  } finally {
    stopWaiting();
  }
  circuits.refuseIfOpen(key);
}

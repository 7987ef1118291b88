import type { SourceError } from '../../model/source-error.ts';
import type { PartitionStore } from '../partition-store.ts';
import type { Call } from '../policy.ts';
import {
  type Breaking,
  type Circuit,
  CLOSED,
  hearsOpinions,
  learn,
  type Outcome,
  silencesOf,
} from './circuit.ts';
import { circuitOpen } from './circuit-open.ts';
import { earlier } from './earlier.ts';
import { Probes } from './probes.ts';
import { partitionOf, SilentKeys } from './silent-keys.ts';
import { UsualLatency } from './usual-latency.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface CircuitsOptions extends Breaking {
  readonly sourceId: string;
  readonly store: PartitionStore<Circuit>;
  /** What has a circuit of its own: the source, without what is looked up beside its lists, or each of its places. */
  readonly of: 'source' | 'place';
  /** How long a probe is waited for: longer than the least where good answers take long. */
  readonly patience: { readonly leastMs: number; readonly mostMs: number };
  /** Of the places of a source; default: nothing is known of them. */
  readonly places?: Circuits;
  readonly now: () => number;
}

type Placed = Pick<Call, 'place'>;

/** What those are told who come during a probe, which takes nobody knows how long: come back in a moment, but not at once. */
const PROBE_MS = 1_000;
/** What comes twice as late as usual may still come. */
const UNUSUALLY_LATE = 2;
/** What has not failed itself may only be held up, as where this machine is busy. */
const LEAST_PART = { source: 1 / 2, place: 1 / 4 };

/** So much less is hoped for each of them. */
const HOPES = 4;

/** The cause of a refusal of who found it closed, or was to be the probe, and waited for a turn meanwhile. */
export const OPENED_MEANWHILE = Symbol('opened meanwhile');

/**
 * The circuits of one source, one for each credential, or for each place. Each opens after failures in a row, then lets one probe
 * at a time through; and, so that some lists that fail do not keep out all others, as many as have failed of those that have not
 * failed themselves. Written here because cockatiel's breaker closes when the caller of a probe hangs up, lets nobody who waits
 * for a probe leave, and reads the clock by itself.
 */
export class Circuits {
  readonly #options: CircuitsOptions;
  readonly #store: PartitionStore<Circuit>;
  readonly #probes = new Probes();
  readonly #usual = new UsualLatency();
  readonly #silent = new SilentKeys();

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

  /** Milliseconds until that may be asked; 0: now. */
  wait(key: string | null, call: Placed | null = null): number {
    if (key === null) return 0;
    const circuit = this.#of(key);
    const { openedAt, isProbing } = circuit;
    if (openedAt === null || this.#hears(circuit, call)) return 0;
    return Math.max(isProbing ? PROBE_MS : 0, this.#untilHalfOpen(openedAt));
  }

  /** Throws `UPSTREAM_CIRCUIT_OPEN` where it may not be asked. */
  refuseIfOpen(key: string, call: Placed | null = null): void {
    if (this.wait(key, call) > 0) throw this.refusal(key, call);
  }

  /** What still may be answered may be asked for again in a moment. */
  refusal(key: string, call: Placed | null = null, cause: unknown = null): SourceError {
    const ms = this.wait(key, call);
    const retryAfterMs = ms === 0 || this.#probes.isLeft(key) ? PROBE_MS : ms;
    return circuitOpen(this.#options, retryAfterMs, this.#failingSince(key, call), cause);
  }

  /** Whether something else may be asked that has not failed. */
  get hasPlaces(): boolean {
    return this.#options.places !== undefined;
  }

  /** It may have failed by itself: it is not known that it has not. */
  isSuspect({ place }: Placed): boolean {
    return this.#options.places?.isWell(place) !== true;
  }

  /** Whoever comes may ask. */
  isClosed(key: string): boolean {
    const known = this.#store.get(key);
    return known === undefined || known.openedAt === null;
  }

  /** The last answer was good, or none has come. */
  isWell(key: string): boolean {
    return this.#of(key).failures === 0;
  }

  /** The last answer was good, and there was one. */
  hasAnswered(key: string): boolean {
    return this.isWell(key) && this.#usual.of(key) > 0;
  }

  /**
   * Milliseconds since 1970; `null`: the last answer was good. Places of one credential that began to give no answer soon after one
   * another have one trouble, which began with the first of them.
   */
  failingSince(key: string): number | null {
    const { failingSince, silences } = this.#of(key);
    if (this.#options.of === 'source' || silences === 0 || failingSince === null) return failingSince;
    return earlier(failingSince, this.#silent.firstSince(partitionOf(key), failingSince - this.#whileMs));
  }

  /** Milliseconds that a probe is worth waiting for. */
  patience(key: string): number {
    return Math.max(this.#options.patience.leastMs, this.unusually(key));
  }

  /** As late as what usually comes may come; 0 where nothing has come. */
  unusually(key: string): number {
    return Math.min(UNUSUALLY_LATE * this.#usual.of(key), this.#options.patience.mostMs);
  }

  /** Which part of that, where it has been waited for in vain before; or, of a source, some of what it has been asked for. */
  partOfPatience(key: string): number {
    const { silences, lately } = this.#of(key);
    const inVain = Math.max(0, (this.#options.of === 'place' ? silences : (lately?.count ?? 0)) - 1);
    return Math.max(LEAST_PART[this.#options.of], 2 ** -inVain);
  }

  /**
   * How long something is waited for that has answered until now, in milliseconds: it may only have become slow, but the more
   * places gave no answer lately, the more likely it gives none either, and each would hold up a page.
   */
  hope(key: string): number {
    const { patience, places } = this.#options;
    return patience.mostMs / HOPES ** (places?.silentPlaces(key) ?? 0);
  }

  /** How many places of a credential gave no answer lately. */
  silentPlaces(partition: string): number {
    return this.#silent.countSince(partition, this.#options.now() - this.#whileMs);
  }

  /** Since when there has been no good answer where some did not come at all, of the credential of which this has been so for longest; `null`: of none. */
  get silentSince(): number | null {
    const silent = Array.from(this.#store.values()).filter(({ silences }) => silences > 0);
    return silent.map((one) => one.failingSince).reduce(earlier, null);
  }

  /** Nobody knows whether it answers: it has failed, or there was no answer lately. */
  isUnsure(key: string): boolean {
    const known = this.#store.get(key);
    if (known === undefined) return false;
    return known.openedAt !== null || silencesOf(known, this.#options, this.#options.now()) !== null;
  }

  /** What is left of that for the probe which is under way: who comes late waits for no more of it. */
  patienceLeft(key: string): number {
    const now = this.#options.now();
    return this.patience(key) - Math.max(0, now - (this.#probes.begunAt(key) ?? now));
  }

  /**
   * Somebody asks; if the circuit is half open, this is the probe. Gives the circuit as it was; throws `UPSTREAM_CIRCUIT_OPEN`
   * because of `OPENED_MEANWHILE` where it may not be asked.
   */
  enter(key: string, call: Placed | null = null): Circuit {
    const found = this.#of(key);
    if (found.openedAt === null) return found;
    if (this.wait(key, call) > 0) throw this.refusal(key, call, OPENED_MEANWHILE);
    const opinions = found.opinions + (this.wait(key) > 0 ? 1 : 0);
    this.#store.set(key, { ...found, isProbing: true, opinions });
    this.#probes.begin(key, found, this.#options.now());
    return found;
  }

  /** How it went for those who found it so, after so many milliseconds; `restMs`: when the vendor wants to be asked again. */
  leave(key: string, found: Circuit, outcome: Outcome, tookMs = 0, restMs: number | null = null): void {
    const known = this.#store.get(key);
    if (outcome === 'success') this.#usual.answered(key, tookMs);
    if (outcome === 'success' && found.openedAt === null && this.#isWell(known)) return;
    const learnt = learn(known ?? CLOSED, found, outcome, {
      now: this.#options.now(),
      tookMs,
      most: this.#options,
      restMs,
    });
    if (learnt !== known) this.#store.set(key, learnt);
    this.#silent.learn(key, learnt);
    if (found.openedAt !== null) this.#probes.end(key, found, outcome === 'success');
  }

  /**
   * Nobody waits any longer for those who found it so: they have failed, unless they are answered all the same. Gives the
   * circuit as it is then; who has ended says so to `forget`.
   */
  giveUp(key: string, found: Circuit, tookMs: number): Circuit {
    this.leave(key, found, this.#options.of === 'place' ? 'left' : 'silence', tookMs);
    this.#probes.leave(key);
    return this.#of(key);
  }

  forget(key: string): void {
    this.#probes.forget(key);
  }

  /** Resolves when the probe that is under way has ended, whatever came of it; `null`: there is none. */
  probe(key: string): Promise<void> | null {
    return this.#probes.ended(key);
  }

  /** Of credentials, those that are well are kept too: that is what leaves a source open to others than those who fail. */
  #isWell(known: Circuit | undefined): boolean {
    return known === undefined ? this.#options.of === 'place' : known.failures === 0;
  }

  /** What has failed by itself has done so for longer than its source. */
  #failingSince(key: string, call: Placed | null): number | null {
    const { places } = this.#options;
    const own = call === null || places === undefined ? null : places.failingSince(call.place);
    return earlier(own, this.failingSince(key));
  }

  #hears(circuit: Circuit, call: Placed | null): boolean {
    return (
      call !== null && !this.isSuspect(call) && hearsOpinions(circuit, this.#options, this.#options.now())
    );
  }

  /** How long a failure counts for what is asked next. */
  get #whileMs(): number {
    const { lostMs = Number.POSITIVE_INFINITY, halfOpenAfterMs } = this.#options;
    return lostMs + halfOpenAfterMs;
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

import type { SourceHealth, SourceState } from '../datasource/contract/source-health.ts';
import { CODES } from '../model/error-codes.ts';
import { SourceError } from '../model/source-error.ts';
import { SOURCE_PARTITION } from './auth/authenticator.ts';
import type { Clock } from './clock.ts';
import type { BreakerState } from './policies/circuits.ts';
import { speaksOfVendor, type Time } from './policies/speaks-of-vendor.ts';
import { gatePolicy, type Policy } from './policy.ts';

/** How the requests went that were really sent to a source; times in milliseconds since 1970. */
export interface Outcomes {
  readonly breaker: BreakerState;
  /** The last failure; there may have been good answers since: compare the times. */
  readonly lastError: SourceError | null;
  readonly lastErrorAt: number | null;
  /** When the first failure since the last good answer began; `null`: the last answer was good. */
  readonly failingSince: number | null;
  readonly lastSuccessAt: number | null;
  /** The later of the two; `null`: never asked. */
  readonly lastCheckedAt: number | null;
}

export class HealthRecord {
  readonly #now: () => number;
  #lastError: SourceError | null = null;
  #lastErrorAt: number | null = null;
  #failingSince: number | null = null;
  #lastSuccessAt: number | null = null;

  constructor({ now }: Pick<Clock, 'now'>) {
    this.#now = now;
  }

  read(): Omit<Outcomes, 'breaker'> {
    const [lastErrorAt, lastSuccessAt] = [this.#lastErrorAt, this.#lastSuccessAt];
    const lastCheckedAt = later(lastErrorAt, lastSuccessAt);
    return {
      failingSince: this.#failingSince,
      lastError: this.#lastError,
      lastErrorAt,
      lastSuccessAt,
      lastCheckedAt,
    };
  }

  succeeded(): void {
    this.#lastSuccessAt = this.#now();
    this.#failingSince = null;
  }

  /** `partition`: whose credentials it was asked with; `sentAt`: when, as far as that is known. */
  failed(error: unknown, partition: string, sentAt: number | null): void {
    if (!(error instanceof SourceError) || error.origin !== 'vendor') return;
    // Where callers bring their own credentials, this is about one of them, and the others must not read it.
    if (CODES[error.code].isCallers && partition !== SOURCE_PARTITION) return;
    // This is about the thing that was asked for; the source itself is healthy.
    if (error.code === 'NOT_FOUND') this.succeeded();
    else {
      this.#lastError = error;
      this.#lastErrorAt = this.#now();
      this.#failingSince ??= sentAt ?? this.#lastErrorAt;
    }
  }
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Remembers how each attempt went, unless that says nothing about the vendor. */
export function watchHealth(record: HealthRecord, time: Time): Policy {
  return gatePolicy({
    passed: () => record.succeeded(),
    failed: (call, error) => {
      if (speaksOfVendor(call, time)) record.failed(error, call.partition, call.sentAt);
      return error;
    },
  });
}

/** How long a failure counts as recent, although the source has answered since. */
const RECENT_MS = 60_000;

/** The state of a source, from what really happened to its requests. */
export function healthOf(health: Outcomes, now: number = Date.now()): SourceHealth {
  const { lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  const isFailing = lastErrorAt !== null && (lastSuccessAt === null || lastErrorAt > lastSuccessAt);
  return {
    state: stateOf(health, isFailing, now),
    lastError: isFailing ? lastError : null,
    lastCheckedAt,
    failingSince: health.failingSince,
  };
}

function stateOf(health: Outcomes, isFailing: boolean, now: number): SourceState {
  const { breaker, lastError, lastErrorAt, lastSuccessAt, lastCheckedAt } = health;
  // The vendor is there but refuses the question: the source is not down, and healthy again with the first good answer.
  const isRejected = lastError?.code === 'UPSTREAM_REJECTED';
  if (lastCheckedAt === null) return 'UNKNOWN';
  if (breaker === 'open' || (isFailing && !isRejected && lastSuccessAt === null)) return 'DOWN';
  if (isFailing || breaker === 'half-open') return 'DEGRADED';
  const isRecent = lastErrorAt !== null && now - lastErrorAt < RECENT_MS;
  return isRecent && !isRejected ? 'DEGRADED' : 'HEALTHY';
}

import { SourceError } from '../../model/source-error.ts';
import { retold } from './failure-hold.ts';

/** So long what the vendor took counts as good: who comes later may bring a secret that was replaced meanwhile. */
const PROOF_LASTS_MS = 600_000;
/** In which vendors count failures (docs/vendors/README.md#what-shared-code-relies-on). */
const WINDOW_MS = 900_000;
/** Of five that vendors allow: others may use the credential too. */
const MOST_REFUSALS = 3;
const FIRST_HOLD_MS = 60_000;

interface Hold {
  readonly error: SourceError;
  readonly sourceId: string;
  readonly until: number;
  readonly ms: number;
}

/**
 * What is known of one credential at one place. Until the vendor has taken it, the first request goes alone, and then no more
 * at once than may all be refused. A refusal is held for all who come: for a minute, for twice as long each time, and
 * after the third one for as long as the vendor counts.
 */
export class Trial {
  #provenUntil = Number.NEGATIVE_INFINITY;
  #isTried = false;
  #underWay = 0;
  #hold: Hold | null = null;
  #refusedAt: number[] = [];

  /** When it was refused, as far back as the vendor counts. */
  refusals(now: number): readonly number[] {
    this.#refusedAt = this.#refusedAt.filter((at) => now - at < WINDOW_MS);
    return this.#refusedAt;
  }

  throwIfHeld(now: number, sourceId: string): void {
    if (this.#hold !== null && now < this.#hold.until) throw heldError(this.#hold, now, sourceId);
  }

  isProven(now: number): boolean {
    return now < this.#provenUntil;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** Whether one more may go. `others`: uses that were refused, or may be, and which the vendor counts together with these. */
  hasRoom(now: number, others: number): boolean {
    const left = MOST_REFUSALS - this.refusals(now).length - others;
    return this.#underWay < (this.#isTried ? left : Math.min(1, left));
  }

  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    this.#isTried = true;
  }

  accepted(now: number): void {
    this.#provenUntil = now + PROOF_LASTS_MS;
    this.#refusedAt = [];
    this.#hold = null;
  }

  /** It may be good or not: the next request goes alone. */
  doubt(): void {
    this.#provenUntil = Number.NEGATIVE_INFINITY;
    this.#isTried = false;
  }

  count(now: number): void {
    this.#refusedAt = [...this.refusals(now), now];
  }

  /**
   * Nobody uses it for a while; for longer than the last time, if `isNews`. `others`: when those were refused that the vendor
   * counts together with these.
   */
  hold(error: SourceError, sourceId: string, now: number, others: readonly number[], isNews: boolean): void {
    const before = this.#hold?.ms ?? FIRST_HOLD_MS / 2;
    const ms = isNews ? Math.min(before * 2, WINDOW_MS) : Math.max(before, FIRST_HOLD_MS);
    const counted = [...others, ...this.refusals(now)].sort((a, b) => a - b);
    const freeAt = (counted.at(-MOST_REFUSALS) ?? Number.NEGATIVE_INFINITY) + WINDOW_MS;
    this.#hold = { error, sourceId, until: Math.max(now + (error.retryAfterMs ?? ms), freeAt), ms };
  }
}

/** A lock ends by itself, and the asker is told when; a wrong secret waits for a person. */
function heldError({ error, sourceId, until }: Hold, now: number, asker: string): SourceError {
  const left = until - now;
  const { message } = retold(error, sourceId, asker);
  return new SourceError({
    ...error,
    message: `${message} The gateway does not send these credentials for another ${Math.ceil(left / 1_000)} s, so that the vendor does not lock them; others are tried as soon as they are configured.`,
    origin: error.retryable ? 'gateway' : error.origin,
    retryAfterMs: error.retryable ? left : null,
    cause: error,
  });
}

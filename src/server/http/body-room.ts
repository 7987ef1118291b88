import { FairQueue } from '../../scope/fair-queue.ts';

/** Of each caller so many large bodies may wait. */
const MOST_WAITING = 32;

interface Waiter {
  readonly bytes: number;
  readonly enter: () => void;
}

/** Somebody's part of the room. */
export interface Part {
  /** It turned out to be less. */
  readonly shrinkTo: (bytes: number) => void;
  /** More calls mean nothing. */
  readonly leave: () => void;
}

/**
 * The memory that large bodies take together, from their first bytes until they are answered. Each caller has half of it at
 * most, so that nobody takes all by sending slowly; the others wait, callers taking turns, and their bodies stay in the network.
 * Nobody is let in past one for whom there is too little room, which would never come together for a large body.
 */
export class BodyRoom {
  readonly #most: number;
  readonly #waiting = new FairQueue<string, Waiter>();
  readonly #takenBy = new Map<string, number>();
  #taken = 0;

  /** `bytes`: what all may take together; any body may have half of them. */
  constructor(bytes: number) {
    this.#most = bytes;
  }

  /** `null`: too many of this caller wait already. Rejects with the reason of who leaves. */
  enter(principal: string, bytes: number, signal: AbortSignal): Part | null | Promise<Part> {
    const waits = this.#waiting.has(principal) || this.#nextGroup() !== undefined;
    if (!waits && this.#mayHave(principal, bytes) && this.#hasRoom(bytes))
      return this.#take(principal, bytes);
    return this.#waiting.sizeOf(principal) < MOST_WAITING ? this.#wait(principal, bytes, signal) : null;
  }

  #hasRoom(bytes: number): boolean {
    return this.#taken + bytes <= this.#most;
  }

  #mayHave(principal: string, bytes: number): boolean {
    return (this.#takenBy.get(principal) ?? 0) + bytes <= this.#most / 2;
  }

  /** Whose turn it is, of the callers who may have more. */
  #nextGroup(): string | undefined {
    return this.#waiting.lowest((principal) =>
      this.#mayHave(principal, this.#sizeOfFirst(principal)) ? 0 : Number.POSITIVE_INFINITY,
    );
  }

  #sizeOfFirst(principal: string): number {
    return this.#waiting.first(principal)?.bytes ?? 0;
  }

  #take(principal: string, bytes: number): Part {
    let own = bytes;
    this.#add(principal, own);
    const shrinkTo = (size: number): void => {
      const given = Math.max(0, own - size);
      own -= given;
      this.#add(principal, -given);
      this.#letIn();
    };
    return { shrinkTo, leave: () => shrinkTo(0) };
  }

  #add(principal: string, bytes: number): void {
    this.#taken += bytes;
    const own = (this.#takenBy.get(principal) ?? 0) + bytes;
    if (own > 0) this.#takenBy.set(principal, own);
    else this.#takenBy.delete(principal);
  }

  #wait(principal: string, bytes: number, signal: AbortSignal): Promise<Part> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        enter: () => {
          signal.removeEventListener('abort', goAway);
          resolve(this.#take(principal, bytes));
        },
      };
      const goAway = (): void => {
        this.#waiting.remove(principal, waiter);
        reject(signal.reason);
        this.#letIn();
      };
      signal.addEventListener('abort', goAway, { once: true });
      this.#waiting.add(principal, waiter);
    });
  }

  /** Those for whom there is room now, one after another. */
  #letIn(): void {
    for (;;) {
      const next = this.#nextGroup();
      if (next === undefined || !this.#hasRoom(this.#sizeOfFirst(next))) return;
      this.#waiting.take(next)?.enter();
    }
  }
}

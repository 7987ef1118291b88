/** So far, in milliseconds, is somebody ahead of those who take all they can get who has taken little: about one large answer. */
const CREDIT_MS = 100;
/** So many users at most are remembered; from time to time the half of them is forgotten. */
const MOST_USERS = 2_000;

/**
 * Start-time fair queueing: whose turn it is, by what each has taken so far. Each user has a clock of its own, which goes on by
 * what is done for it; the one whose clock is furthest back is served next. Who was away cannot save up: its clock is never
 * further back than the credit, counted from the latest that was served. Time that nobody wanted makes all equal: who asks for a
 * little all the time is not further ahead than who comes back with a flood, and nor is who was never there.
 */
export class VirtualTime {
  readonly #clocks = new Map<string, number>();
  #latest = 0;
  /** No clock is further back. */
  #floor = 0;

  /** Where the user's clock stands: the lowest is served next. */
  of(user: string): number {
    return Math.max(this.#earliest, this.#clocks.get(user) ?? this.#latest);
  }

  /** Whether it takes less than those who take what they can get. */
  isBehind(user: string): boolean {
    return this.of(user) <= this.#latest - CREDIT_MS / 2;
  }

  /** The user is served, and so much was done for it, in milliseconds. */
  serve(user: string, ms: number): void {
    const start = this.of(user);
    this.#latest = Math.max(this.#latest, start);
    this.#clocks.set(user, start + ms);
    if (this.#clocks.size > MOST_USERS) this.#forget();
  }

  /** Nobody wanted the time that has passed, in milliseconds: from now on nobody is ahead, whoever is known or new. */
  pass(ms: number): void {
    this.#latest += ms;
    this.#floor = this.#latest;
  }

  /** How many users are remembered. */
  get size(): number {
    return this.#clocks.size;
  }

  get #earliest(): number {
    return Math.max(this.#floor, this.#latest - CREDIT_MS);
  }

  /** Those whose clock is furthest back: they have least to make up for, and begin anew like anybody who is new. */
  #forget(): void {
    const clocks = [...this.#clocks].toSorted(([, a], [, b]) => a - b);
    for (const [user] of clocks.slice(0, MOST_USERS / 2)) this.#clocks.delete(user);
  }
}

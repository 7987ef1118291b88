import { PassingMap } from '../../scope/passing-map.ts';
import type { Outcome } from './outcome.ts';
import { Sightings } from './sightings.ts';

/** Who asks for an operation that others may wait for as well. */
export interface Sharer {
  /** The same for all who ask the same. */
  readonly key: string;
  /** Ends what is done for it. */
  readonly abort: () => void;
  /** Says what is done when it goes before it has its answer. */
  readonly onLeave: (leave: () => void) => void;
}

/** An operation under way, or one that has ended. */
interface Flight {
  /** Nobody joins it afterwards. */
  readonly until: number;
  readonly outcome: Promise<Outcome>;
  /** Another one waits for the outcome, until it leaves. */
  readonly join: (sharer: Sharer) => void;
}

/** Characters of questions and answers that are kept, all together. */
const MOST_KEPT = 4 * 1024 * 1024;

/**
 * Operations that are under way. Whoever asks exactly the same, with the same headers and so with the same credentials, gets the
 * answer of the one that is: it is executed once. What its reports tell of requests and times is then told to all of them. One
 * that has ended goes on to be shared where whoever asks again would get the same out of what is kept anyway, and somebody has:
 * of a flood of which no two are the same, nothing is kept.
 */
export class SharedOperations {
  readonly #mostAgeMs: number;
  readonly #onShared: () => void;
  readonly #now: () => number;
  readonly #open = new PassingMap<string, Flight>();
  /** How many characters each takes that has ended and is kept, the oldest first. */
  readonly #ended = new Map<string, number>();
  readonly #sightings = new Sightings();
  #kept = 0;

  /** `mostAgeMs`: how long ago an operation may have begun; 0: nothing is shared. */
  constructor(mostAgeMs: number, onShared: () => void, now: () => number = () => performance.now()) {
    this.#mostAgeMs = mostAgeMs;
    this.#onShared = onShared;
    this.#now = now;
  }

  /** What becomes of the same operation, if it is under way; else `null`. */
  join(sharer: Sharer): Promise<Outcome> | null {
    const flight = this.#mostAgeMs === 0 ? undefined : this.#open.get(sharer.key);
    if (flight === undefined || this.#now() > flight.until) return null;
    flight.join(sharer);
    this.#onShared();
    return flight.outcome;
  }

  /**
   * Runs an operation; until it has ended, others may wait for it. One that waits for nothing has ended before the next request
   * is read, though that may have come long before: so it is open until the event loop has gone through all that had come.
   */
  lead(sharer: Sharer, run: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#mostAgeMs === 0) return run();
    const { key } = sharer;
    const until = this.#now() + this.#mostAgeMs;
    const outcome = run();
    const flight: Flight = { until, outcome, join: waiters(sharer, () => this.#close(key, flight)) };
    this.#open.set(key, flight);
    const end = (how: Outcome | null): void => void setImmediate(() => this.#end(key, flight, how));
    outcome.then(end, () => end(null));
    return outcome;
  }

  #end(key: string, flight: Flight, how: Outcome | null): void {
    if (this.#open.get(key) !== flight) return;
    if (how?.freshMs && this.#sightings.note(key)) this.#keep(key, flight, how.freshMs, how.text ?? '');
    else this.#close(key, flight);
  }

  #keep(key: string, flight: Flight, freshMs: number, text: string): void {
    const until = Math.min(flight.until, this.#now() + freshMs);
    this.#open.set(key, { until, outcome: flight.outcome, join: ignore });
    // The text, and the result that it was made of.
    const size = key.length + 2 * text.length;
    this.#forget(key);
    this.#ended.set(key, size);
    this.#kept += size;
    this.#letGo();
  }

  /** Of those whose time is over, and of the oldest of those that are too many. */
  #letGo(): void {
    const now = this.#now();
    for (const key of this.#ended.keys()) {
      const flight = this.#open.get(key);
      if (flight !== undefined && flight.until >= now && this.#kept <= MOST_KEPT) return;
      // What is under way again is not what was kept.
      if (flight?.join === ignore) this.#open.delete(key);
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    this.#kept -= this.#ended.get(key) ?? 0;
    this.#ended.delete(key);
  }

  #close(key: string, flight: Flight): void {
    if (this.#open.get(key) === flight) this.#open.delete(key);
  }
}

const ignore = (): void => undefined;

/** Counts who waits, and ends the work when nobody does any more; `close`: before that, so that nobody joins what is ended. */
function waiters(leader: Sharer, close: () => void): (sharer: Sharer) => void {
  let waiting = 0;
  const join = (sharer: Sharer): void => {
    waiting += 1;
    sharer.onLeave(() => {
      waiting -= 1;
      if (waiting > 0) return;
      close();
      leader.abort();
    });
  };
  join(leader);
  return join;
}

/** Headers that say nothing of who asks, nor of what. */
const IRRELEVANT: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'traceparent',
  'tracestate',
  'x-request-id',
]);

/**
 * The same for all who send the same body with the same headers, and so with the same credentials. Headers hold no line breaks,
 * so the body begins at the first empty line, whatever it holds.
 */
export function shareKey(rawHeaders: readonly string[], body: string): string {
  let headers = '';
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!IRRELEVANT.has(name.toLowerCase())) headers += `${name}:${rawHeaders[i + 1]}\n`;
  }
  return `${headers}\n${body}`;
}

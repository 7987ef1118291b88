import type { Caller } from './caller.ts';
import type { Outcome } from './handed-over.ts';

type Answer = string | Outcome;

/** An operation under way, and how many wait for it. */
interface Flight {
  readonly startedAt: number;
  readonly answer: Promise<Answer>;
  /** Another one waits for the answer, until it leaves. */
  readonly join: (caller: Caller) => void;
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
 * Operations that are under way. Whoever asks exactly the same, with the same headers and so with the same credentials, gets the
 * answer of the one that is: it is executed once. What its reports tell of requests and times is then told to all of them.
 */
export class SharedOperations {
  readonly #mostAgeMs: number;
  readonly #onShared: () => void;
  readonly #now: () => number;
  readonly #open = new Map<string, Flight>();
  /** What `open` does for a request. */
  readonly #openers = new WeakMap<Request, () => void>();

  /** `mostAgeMs`: how long ago an operation may have begun; 0: nothing is shared. */
  constructor(mostAgeMs: number, onShared: () => void, now: () => number = () => performance.now()) {
    this.#mostAgeMs = mostAgeMs;
    this.#onShared = onShared;
    this.#now = now;
  }

  /** Runs an operation, or waits for the same one that is open. */
  run(caller: Caller, body: string, run: () => Promise<Answer>): Promise<Answer> {
    if (this.#mostAgeMs === 0) return run();
    const key = keyOf(caller, body);
    const flight = this.#open.get(key);
    if (flight === undefined || this.#now() - flight.startedAt > this.#mostAgeMs)
      return this.#start(key, caller, run);
    flight.join(caller);
    this.#onShared();
    return flight.answer;
  }

  /** From now on others may wait for the operation of this request, until it is answered. */
  open(request: Request): void {
    this.#openers.get(request)?.();
  }

  #start(key: string, leader: Caller, run: () => Promise<Answer>): Promise<Answer> {
    const startedAt = this.#now();
    const join = waiters(leader);
    const answered = Promise.withResolvers<Answer>();
    const flight = { startedAt, answer: answered.promise, join };
    this.#openers.set(leader.request, () => this.#open.set(key, flight));
    const answer = run().finally(() => {
      if (this.#open.get(key) === flight) this.#open.delete(key);
    });
    answered.resolve(answer);
    return answer;
  }
}

/** Counts who waits, and ends the work when nobody does any more. */
function waiters(leader: Caller): (caller: Caller) => void {
  const { abort } = leader;
  let waiting = 0;
  const join = (caller: Caller): void => {
    waiting += 1;
    caller.leave = () => {
      waiting -= 1;
      if (waiting === 0) abort();
    };
  };
  join(leader);
  return join;
}

/** Headers hold no line breaks, so the body begins at the first empty line, whatever it holds. */
function keyOf({ incoming: { rawHeaders } }: Caller, body: string): string {
  let headers = '';
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!IRRELEVANT.has(name.toLowerCase())) headers += `${name}:${rawHeaders[i + 1]}\n`;
  }
  return `${headers}\n${body}`;
}

import { LRUCache } from 'lru-cache';
import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import { isLate, lateError, withTimeout } from '../../scope/abort.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Answer, Call, Headers, Policy, Send } from '../policy.ts';
import { type CacheDefaults, type Freshness, freshness, untold } from './freshness.ts';

export interface CacheEntry extends Freshness {
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/**
 * Where answers are kept. `get` gives a promise where the store is outside of this process; from memory it gives the entry
 * itself, so that no read waits a turn of the event loop. Nobody waits for `set` and `delete`: at worst, an answer is asked
 * for once more. Numbers of questions (`GoodReply.asked`) have a meaning
 * in one process only: an entry of another process has 0, older than all.
 */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
  /** `usefulMs`: how long anybody can use it; 0: it is not kept, and the entry before it is dropped. */
  set(key: string, entry: CacheEntry, usefulMs: number): void;
  delete(key: string): void;
}

/** What an entry takes beside its body: key, headers, bookkeeping. Without it, there would be no limit for tiny answers. */
const OVERHEAD_BYTES = 1_024;
/** Useless entries are removed no more often than this. */
const PURGE_MS = 1_000;

/** Holds what is useful and fits into `maxBytes`; the entries unused for longest go first. */
export function createMemoryCache(maxBytes: number, now: () => number): CacheStore {
  const entries = new LRUCache<string, CacheEntry>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }) => answer.bytes + OVERHEAD_BYTES,
    perf: { now },
    // Otherwise each look at the time would set a timer, which forgets it a millisecond later.
    ttlResolution: 0,
  });
  let purgedAt = now();

  // By itself the cache drops an entry past its time only when somebody asks for it again.
  const purge = () => {
    if (now() - purgedAt < PURGE_MS) return;
    purgedAt = now();
    entries.purgeStale();
  };
  return {
    get: (key) => entries.get(key),
    set: (key, entry, usefulMs) => {
      purge();
      if (usefulMs <= 0) entries.delete(key);
      else entries.set(key, entry, { ttl: Number.isFinite(usefulMs) ? Math.ceil(usefulMs) : 0 });
    },
    delete: (key) => {
      entries.delete(key);
    },
  };
}

export interface CacheOptions extends CacheDefaults {
  /** `null`: no cache at all. */
  readonly store: CacheStore | null;
  readonly now: () => number;
  /** Ends the requests for which nobody waits. */
  readonly closing: AbortSignal;
}

/** The part of the time that is left which a vendor gets where there is a stale answer: the page goes out at the deadline. */
const PATIENCE = 0.75;

/**
 * Answers of one source, by partition and URL: fresh ones at once; stale ones at once too while one request fetches the
 * next, or where the vendor fails, each within its bound. Only good answers are kept, and nobody may change them. Own code
 * rather than undici's interceptor, which shares answers across credentials.
 */
export function responseCache({ store, ...options }: CacheOptions): Policy {
  if (store === null) return (next) => next;
  return (next) => {
    const cache = new ResponseCache(store, options, next);
    return (call) => {
      const entry = store.get(call.key);
      return entry instanceof Promise
        ? entry.then((found) => cache.read(call, found))
        : cache.read(call, entry);
    };
  };
}

class ResponseCache {
  readonly #store: CacheStore;
  readonly #options: Omit<CacheOptions, 'store'>;
  readonly #next: Send;
  /** Of answers that say nothing of it: for one who asked alone, and for several. */
  readonly #own: Freshness;
  readonly #shared: Freshness;

  constructor(store: CacheStore, options: Omit<CacheOptions, 'store'>, next: Send) {
    this.#store = store;
    this.#options = options;
    this.#next = next;
    this.#own = untold(false, options);
    this.#shared = untold(true, options);
  }

  read(call: Call, entry: CacheEntry | undefined): Promise<Answer> {
    if (entry === undefined || entry.answer.reply.asked < (call.request.since ?? 0))
      return this.#refresh(call, entry);
    const staleMs = this.#staleFor(entry);
    if (staleMs < 0) return Promise.resolve(hit(entry, call, 0));
    if (staleMs < entry.whileRevalidateMs) {
      this.#refreshBehind(call, entry);
      return Promise.resolve(hit(entry, call, staleMs));
    }
    return staleMs < entry.ifErrorMs ? this.#refreshInTime(call, entry) : this.#refresh(call, entry);
  }

  async #refresh(call: Call, old: CacheEntry | undefined): Promise<Answer> {
    try {
      const arrived = await this.#next(old === undefined ? call : conditional(call, old));
      return this.#keep(call, old === undefined ? arrived : merge(arrived, old));
    } catch (error) {
      if (error instanceof SourceError && CODES[error.code].withdrawsCached) this.#store.delete(call.key);
      throw error;
    }
  }

  #refreshBehind(call: Call, old: CacheEntry): void {
    const scope = { ...call.scope, signal: this.#options.closing };
    this.#refresh({ ...call, scope }, old).catch(() => {});
  }

  /** Gives up a little before the deadline; the request itself goes on until then, for those who ask next. */
  async #refreshInTime(call: Call, old: CacheEntry): Promise<Answer> {
    const { deadlineAt, ledger, signal } = call.scope;
    const ms = Math.round(PATIENCE * Math.max(0, deadlineAt - this.#options.now()));
    try {
      return await withTimeout(
        ms,
        signal,
        () => lateError(ms),
        () => this.#refresh(call, old),
      );
    } catch (error) {
      const staleMs = this.#staleFor(old);
      if (!vendorFailed(error, call.scope) || staleMs >= old.ifErrorMs) throw error;
      ledger.staleBecause = error;
      return hit(old, call, staleMs);
    }
  }

  /** Keeps the answer, unless another who waited for the same, or for a newer one, has kept it already. */
  #keep(call: Call, answer: Answer): Answer {
    const entry = this.#entryOf(answer);
    const known = this.#store.get(call.key);
    if (known instanceof Promise)
      known.then(
        (kept) => this.#put(call, answer, entry, kept),
        () => undefined,
      );
    else this.#put(call, answer, entry, known);
    return answer;
  }

  #put(call: Call, answer: Answer, entry: CacheEntry | null, known: CacheEntry | undefined): void {
    if (known !== undefined && known.answer.reply.asked >= answer.reply.asked) return;
    if (entry === null || usefulFor(entry) <= 0) {
      if (known !== undefined) this.#store.delete(call.key);
      return;
    }
    const keepAs = call.request.keepAs?.(entry.answer.reply) ?? 'final';
    // An answer that cannot be read does not replace one that could.
    if (keepAs === 'nothing') return;
    const kept = keepAs === 'final' ? entry : { ...entry, whileRevalidateMs: 0, ifErrorMs: 0 };
    this.#store.set(call.key, kept, usefulFor(kept));
  }

  #entryOf(answer: Answer): CacheEntry | null {
    const { headers } = answer.reply;
    const { vary, expires, pragma, 'cache-control': control } = headers;
    const arrivedAt = this.#options.now();
    const isUntold = (vary ?? expires ?? pragma ?? control) === undefined;
    const ours = answer.isShared ? this.#shared : this.#own;
    const life = isUntold ? ours : freshness(headers, answer.isShared, this.#options, arrivedAt);
    return life === null ? null : { ...life, answer, arrivedAt };
  }

  #staleFor({ arrivedAt, freshMs }: CacheEntry): number {
    return this.#options.now() - arrivedAt - freshMs;
  }
}

/** Milliseconds from its arrival; an answer that can be revalidated stays useful. */
const usefulFor = (entry: CacheEntry): number =>
  validatorsOf(entry) === null
    ? entry.freshMs + Math.max(0, entry.whileRevalidateMs, entry.ifErrorMs)
    : Number.POSITIVE_INFINITY;

/** No answer until the deadline is a failure of the vendor, and so is one that makes no sense; a client that hangs up is none. */
const vendorFailed = (error: unknown, { signal }: SourceScope): error is SourceError =>
  error instanceof SourceError &&
  (error.retryable || error.code === 'UPSTREAM_BAD_RESPONSE') &&
  (!signal.aborted || isLate(signal.reason));

function hit(entry: CacheEntry, { url, scope: { ledger } }: Call, staleMs: number): Answer {
  const { answer, arrivedAt, freshMs } = entry;
  ledger.hit(arrivedAt + freshMs);
  ledger.notes?.reused(url, answer.reply.asked, 'cache', staleMs);
  if (staleMs > 0) ledger.staleMs = Math.max(ledger.staleMs, staleMs);
  return answer;
}

/** The same question, to be answered only if there is something new. It has a key of its own. */
function conditional(call: Call, old: CacheEntry): Call {
  const validators = validatorsOf(old);
  if (validators === null) return call;
  const key = call.key + JSON.stringify(validators);
  return { ...call, key, headers: { ...call.headers, ...validators }, isConditional: true };
}

/** Headers that make a question conditional; `null`: the vendor gave nothing to make them of. */
function validatorsOf({ answer }: CacheEntry): Headers | null {
  const { etag, 'last-modified': date } = answer.reply.headers;
  if (etag !== undefined) return { 'if-none-match': etag };
  return date === undefined ? null : { 'if-modified-since': date };
}

/** A 304 brings new headers for the body that is here. */
function merge(answer: Answer, old: CacheEntry): Answer {
  if (answer.reply.status !== 304) return answer;
  const { reply, bytes } = old.answer;
  const headers = { ...reply.headers, ...answer.reply.headers };
  return { ...answer, bytes, reply: { ...reply, headers, asked: answer.reply.asked } };
}

import type { GoodReply, KeepAs, ReadContext } from '../datasource/transport.ts';
import { SourceError } from '../model/source-error.ts';
import type { Answer } from './answer.ts';
import type { Landed } from './coalesce.ts';
import { type CacheDefaults, type Freshness, freshness } from './freshness.ts';
import { createLruStore } from './lru-store.ts';

export interface CacheOptions extends CacheDefaults {
  /** 0: no cache at all. */
  readonly maxCacheBytes: number;
  readonly now: () => number;
}

/** One question to the vendor. */
export interface CachedRead {
  /** Tells it from all others, and whose credentials it is asked with. */
  readonly key: string;
  readonly keepAs: (body: unknown) => KeepAs;
  /** Asks the vendor, with headers that make the question conditional; 304 is an answer only to such. */
  readonly fetch: (
    validators: Readonly<Record<string, string>>,
    context: ReadContext,
  ) => Promise<Landed<Answer>>;
}

export interface ResponseCache {
  read(question: CachedRead, context: ReadContext): Promise<GoodReply>;
}

interface Entry extends Freshness {
  readonly reply: GoodReply;
  readonly bytes: number;
  readonly arrivedAt: number;
}

/**
 * Answers of one source, by partition and URL: fresh ones at once; stale ones at once too while one request fetches the
 * next, or where the vendor fails, each within its bound. Bounded in bytes, least recently used out first. Only good answers
 * are kept, and nobody may change them. Own code rather than undici's interceptor, which stores a 500 over a good answer,
 * ignores defaults for vendors that send no headers, and knows nothing of whose credentials an answer belongs to.
 */
export function createResponseCache(options: CacheOptions, background: AbortSignal): ResponseCache {
  const staleFor = (entry: Entry) => options.now() - entry.arrivedAt - entry.freshMs;
  const isUseful = (entry: Entry) =>
    staleFor(entry) < Math.max(0, entry.whileRevalidateMs, entry.ifErrorMs) || hasValidator(entry);
  const store = createLruStore<Entry>(options.maxCacheBytes, isUseful);

  const keep = (question: CachedRead, landed: Landed<Answer>, old: Entry | undefined): GoodReply => {
    const { key } = question;
    const answer = merge(landed.value, old);
    const { asked, isShared } = landed;
    const reply = { ...answer.reply, asked };
    // Another who waited for the same, or for a newer one, has kept it already.
    if ((store.get(key)?.reply.asked ?? 0) >= asked) return reply;
    const life = freshness(reply.headers, isShared, options, options.now());
    const entry = life && { ...life, reply, bytes: answer.bytes, arrivedAt: options.now() };
    const kept = entry !== null && isUseful(entry) ? within(question.keepAs(reply.body), entry) : null;
    if (kept === null) store.delete(key);
    else store.set(key, kept);
    return reply;
  };

  const refresh = async (question: CachedRead, context: ReadContext): Promise<GoodReply> => {
    const old = store.get(question.key);
    try {
      return keep(question, await question.fetch(validatorsOf(old), context), old);
    } catch (error) {
      if (error instanceof SourceError && !error.retryable) store.delete(question.key);
      throw error;
    }
  };

  const refreshBehind = (question: CachedRead, context: ReadContext): void => {
    refresh(question, { ...context, signal: background }).catch(() => {});
  };

  return {
    read: async (question, context) => {
      const entry = store.get(question.key);
      if (entry === undefined || entry.reply.asked < (context.since ?? 0)) return refresh(question, context);
      const staleMs = staleFor(entry);
      if (staleMs < 0) return hit(entry, context, 0);
      if (staleMs < entry.whileRevalidateMs) {
        refreshBehind(question, context);
        return hit(entry, context, staleMs);
      }
      try {
        return await refresh(question, context);
      } catch (error) {
        if (!vendorFailed(error, context) || staleFor(entry) >= entry.ifErrorMs) throw error;
        context.ledger.staleBecause = error;
        return hit(entry, context, staleFor(entry));
      }
    },
  };
}

const hasValidator = (entry: Entry): boolean => Object.keys(validatorsOf(entry)).length > 0;

const within = (keepAs: KeepAs, entry: Entry): Entry | null =>
  ({ final: entry, changing: { ...entry, whileRevalidateMs: 0, ifErrorMs: 0 }, nothing: null })[keepAs];

const vendorFailed = (error: unknown, context: ReadContext): error is SourceError =>
  error instanceof SourceError && error.retryable && !context.signal.aborted;

function hit(entry: Entry, { ledger }: ReadContext, staleMs: number): GoodReply {
  ledger.cacheHits += 1;
  if (staleMs > 0) ledger.staleMs = Math.max(ledger.staleMs ?? 0, staleMs);
  return entry.reply;
}

function validatorsOf(entry: Entry | undefined): Record<string, string> {
  const etag = entry?.reply.headers['etag'];
  if (etag !== undefined) return { 'if-none-match': etag };
  const date = entry?.reply.headers['last-modified'];
  return date === undefined ? {} : { 'if-modified-since': date };
}

/** A 304 brings new headers for the body that is here. */
function merge(answer: Answer, old: Entry | undefined): Answer {
  if (answer.reply.status !== 304 || old === undefined) return answer;
  return {
    bytes: old.bytes,
    reply: { ...old.reply, headers: { ...old.reply.headers, ...answer.reply.headers } },
  };
}

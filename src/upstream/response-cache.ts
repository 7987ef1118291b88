import type { ReadContext, Reply } from '../datasource/transport.ts';
import { SourceError } from '../model/source-error.ts';
import type { Answer } from './answer.ts';
import { type CacheDefaults, type Freshness, freshness } from './freshness.ts';
import { createLruStore } from './lru-store.ts';

export interface CacheOptions extends CacheDefaults {
  readonly maxCacheBytes: number;
  readonly now: () => number;
}

/** Asks the vendor, with headers that make the question conditional; 304 is an answer only to such. */
export type Fetch = (validators: Readonly<Record<string, string>>, context: ReadContext) => Promise<Answer>;

export interface ResponseCache {
  read(key: string, context: ReadContext, fetch: Fetch): Promise<Reply>;
}

interface Entry extends Answer, Freshness {
  readonly arrivedAt: number;
}

/**
 * Answers of one source, by partition and URL: fresh ones at once; stale ones at once too while one request fetches the
 * next, or where the vendor fails, each within its bound. Bounded in bytes, least recently used out first. Only good answers
 * are kept, and nobody may change them. Own code rather than undici's interceptor, which stores a 500 over a good answer,
 * ignores defaults for vendors that send no headers, and knows nothing of whose credentials an answer belongs to.
 */
export function createResponseCache(options: CacheOptions, background: AbortSignal): ResponseCache {
  if (options.cacheSeconds === 0)
    return { read: async (_key, context, fetch) => (await fetch({}, context)).reply };
  const store = createLruStore<Entry>(options.maxCacheBytes);
  const staleFor = (entry: Entry) => options.now() - entry.arrivedAt - entry.freshMs;

  const keep = (key: string, answer: Answer, old: Entry | undefined): Reply => {
    const fresh = merge(answer, old);
    const life = freshness(fresh.reply.headers, options, options.now());
    if (life === null) store.delete(key);
    else store.set(key, { ...fresh, ...life, arrivedAt: options.now() });
    return fresh.reply;
  };

  const refresh = async (key: string, context: ReadContext, fetch: Fetch): Promise<Reply> => {
    const old = store.get(key);
    try {
      return keep(key, await fetch(validatorsOf(old), context), old);
    } catch (error) {
      if (!(error instanceof SourceError) || !error.retryable) store.delete(key);
      throw error;
    }
  };

  const refreshBehind = (key: string, context: ReadContext, fetch: Fetch): void => {
    refresh(key, { ...context, signal: background }, fetch).catch(() => {});
  };

  return {
    read: async (key, context, fetch) => {
      const entry = store.get(key);
      if (entry === undefined) return refresh(key, context, fetch);
      const staleMs = staleFor(entry);
      if (staleMs < 0) return hit(entry, context, 0);
      if (staleMs < entry.whileRevalidateMs) {
        refreshBehind(key, context, fetch);
        return hit(entry, context, staleMs);
      }
      try {
        return await refresh(key, context, fetch);
      } catch (error) {
        if (!vendorFailed(error, context) || staleFor(entry) >= entry.ifErrorMs) throw error;
        context.ledger.staleBecause = error;
        return hit(entry, context, staleFor(entry));
      }
    },
  };
}

const vendorFailed = (error: unknown, context: ReadContext): error is SourceError =>
  error instanceof SourceError && error.retryable && !context.signal.aborted;

function hit(entry: Entry, { ledger }: ReadContext, staleMs: number): Reply {
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

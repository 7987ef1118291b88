import type { GoodReply, KeepAs } from '../../datasource/contract/transport.ts';
import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';
import { isLate } from '../../scope/is-late.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Answer } from '../http/answer.ts';
import { withTimeout } from '../http/with-timeout.ts';
import type { Landed } from '../policies/single-flight.ts';
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
  /** No answer is wanted that was asked for before this one. */
  readonly since: number;
  /** Asks the vendor, with headers that make the question conditional; 304 is an answer only to such. */
  readonly fetch: (
    validators: Readonly<Record<string, string>>,
    scope: SourceScope,
  ) => Promise<Landed<Answer>>;
}

export interface ResponseCache {
  read(question: CachedRead, scope: SourceScope): Promise<GoodReply>;
}

interface Entry extends Freshness {
  readonly reply: GoodReply;
  readonly bytes: number;
  readonly arrivedAt: number;
}

/** The answer is gone, or not for us any more. A vendor that only stumbles takes nothing from what it said before. */
const TAKEN_BACK: ReadonlySet<SourceErrorCode> = new Set([
  'NOT_FOUND',
  'UPSTREAM_FORBIDDEN',
  'UPSTREAM_AUTH_FAILED',
  'UNAUTHENTICATED',
  'UPSTREAM_REJECTED',
]);

/** Of the time that is left, how much a vendor is given where a stale answer is at hand: the page goes out at the deadline. */
const PATIENCE = 0.75;

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
    if (entry === null || !isUseful(entry)) {
      store.delete(key);
      return reply;
    }
    const keepAs = question.keepAs(reply.body);
    // What cannot be read takes nothing from what could.
    if (keepAs !== 'nothing') store.set(key, keepAs === 'final' ? entry : onlyFresh(entry));
    return reply;
  };

  const refresh = async (question: CachedRead, scope: SourceScope): Promise<GoodReply> => {
    const old = store.get(question.key);
    try {
      return keep(question, await question.fetch(validatorsOf(old), scope), old);
    } catch (error) {
      if (error instanceof SourceError && TAKEN_BACK.has(error.code)) store.delete(question.key);
      throw error;
    }
  };

  /** Gives up a little before the deadline; the request itself goes on until then, for those who ask next. */
  const refreshInTime = (question: CachedRead, scope: SourceScope): Promise<GoodReply> => {
    const ms = Math.round(PATIENCE * Math.max(0, scope.deadlineAt - options.now()));
    return withTimeout(
      ms,
      scope.signal,
      () => late(ms),
      () => refresh(question, scope),
    );
  };

  const refreshBehind = (question: CachedRead, scope: SourceScope): void => {
    refresh(question, { ...scope, signal: background }).catch(() => {});
  };

  return {
    read: async (question, scope) => {
      const entry = store.get(question.key);
      if (entry === undefined || entry.reply.asked < question.since) return refresh(question, scope);
      const staleMs = staleFor(entry);
      if (staleMs < 0) return hit(entry, scope, 0);
      if (staleMs < entry.whileRevalidateMs) {
        refreshBehind(question, scope);
        return hit(entry, scope, staleMs);
      }
      if (staleMs >= entry.ifErrorMs) return refresh(question, scope);
      try {
        return await refreshInTime(question, scope);
      } catch (error) {
        if (!vendorFailed(error, scope) || staleFor(entry) >= entry.ifErrorMs) throw error;
        scope.ledger.staleBecause = error;
        return hit(entry, scope, staleFor(entry));
      }
    },
  };
}

const hasValidator = (entry: Entry): boolean => Object.keys(validatorsOf(entry)).length > 0;

const onlyFresh = (entry: Entry): Entry => ({ ...entry, whileRevalidateMs: 0, ifErrorMs: 0 });

/** A client that hangs up is no failure of the vendor's; its silence until the deadline is one, as is what makes no sense. */
const vendorFailed = (error: unknown, { signal }: SourceScope): error is SourceError =>
  error instanceof SourceError &&
  (error.retryable || error.code === 'UPSTREAM_BAD_RESPONSE') &&
  (!signal.aborted || isLate(signal.reason));

const late = (ms: number): SourceError =>
  new SourceError({ code: 'UPSTREAM_LATE', message: `The source did not answer within ${ms} ms.` });

function hit(entry: Entry, { ledger }: SourceScope, staleMs: number): GoodReply {
  ledger.cacheHits += 1;
  if (staleMs > 0) ledger.staleMs = Math.max(ledger.staleMs, staleMs);
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

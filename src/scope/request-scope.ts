import { randomUUID } from 'node:crypto';
import { Activity } from './activity.ts';
import { deadline } from './deadline.ts';
import type { Defects } from './defects.ts';
import { Ledger } from './ledger.ts';
import { noteDefects } from './note-defects.ts';

/** Who asks. */
export interface Principal {
  readonly name: string;
}

export const ANONYMOUS: Principal = { name: 'anonymous' };

export interface RequestScopeOptions {
  /** Default: a new one. */
  readonly id?: string;
  /** Default: `ANONYMOUS`. */
  readonly principal?: Principal;
  /** The caller's own HTTP headers, lower-case names; default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
}

/** What travels with each read of one GraphQL operation at one source. */
export interface SourceScope {
  readonly request: RequestScope;
  /** Aborts at the source's deadline, or when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** When `signal` aborts because of the deadline, in milliseconds since 1970: no retry is waited for beyond it. */
  readonly deadlineAt: number;
  readonly ledger: Ledger;
  /** Where exceptions go that nobody threw on purpose. */
  readonly defects: Defects;
}

/** What has a part of its own in a request. */
interface Scoped {
  readonly id: string;
  readonly deadlineMs: number;
  readonly defects: Defects;
}

/**
 * The one carrier of a GraphQL operation: who asks, with which headers, until when. Made once, and handed on to whatever is
 * read for it; each source gets its part of it, with one ledger and one deadline for all that the operation reads there.
 */
export class RequestScope {
  readonly id: string;
  readonly principal: Principal;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970: all deadlines count from here. */
  readonly startedAt = Date.now();
  readonly #sources = new Map<string, SourceScope>();
  readonly #activity = new Activity();

  constructor(options: RequestScopeOptions) {
    this.id = options.id ?? randomUUID();
    this.principal = options.principal ?? ANONYMOUS;
    this.headers = options.headers ?? {};
    this.signal = options.signal;
  }

  /** The part of the operation that is about one source: the same object at each call. */
  of(source: Scoped): SourceScope {
    const known = this.#sources.get(source.id);
    if (known !== undefined) return known;
    const deadlineAt = this.startedAt + source.deadlineMs;
    const late = deadline(source.deadlineMs, deadlineAt - Date.now());
    const ledger = new Ledger();
    const scope = {
      request: this,
      signal: AbortSignal.any([this.signal, late]),
      deadlineAt,
      ledger,
      defects: noteDefects(source.defects, ledger),
    };
    this.#sources.set(source.id, scope);
    return scope;
  }

  /** Reads that are tracked are waited for by `settled`. */
  track<T>(read: Promise<T>): Promise<T> {
    return this.#activity.track(read);
  }

  /** Nothing of what the operation reads is under way any more: what ledgers tell now is the whole of it. */
  settled(): Promise<void> {
    return this.#activity.settled();
  }
}

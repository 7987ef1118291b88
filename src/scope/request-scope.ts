import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Deadline } from './abort.ts';
import type { Defects } from './defects.ts';
import { Budget, type BudgetLimits, Ledger } from './ledger.ts';
import { ANONYMOUS, type Principal } from './principal.ts';
import { RequestNotes } from './request-notes.ts';
import type { Watch } from './watch.ts';

export interface RequestScopeOptions {
  /** Default: a new one. */
  readonly id?: string | undefined;
  /** Default: `ANONYMOUS`. */
  readonly principal?: Principal;
  /** A header of the caller's own request, by its name in lower case; default: there is none. */
  readonly header?: (name: string) => string | null;
  /** Whose signal aborts when the caller leaves; looked at where something is read. */
  readonly client: { readonly signal: AbortSignal };
  /** What the operation may ask of vendors; default: as much as it likes. */
  readonly budget?: BudgetLimits | undefined;
  /** Told of each request that the operation causes; default: nobody. */
  readonly watch?: Watch | undefined;
  /** Whether each answer is noted; default: no. */
  readonly explains?: boolean;
}

/** What travels with each read of one GraphQL operation at one source. */
export interface SourceScope {
  readonly request: RequestScope;
  /** It reads what all need: it takes turns of its own, and not those of whoever asked first; default: it does not. */
  readonly isForAll?: boolean;
  /** Aborts at the source's deadline, or when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** When `signal` aborts because of the deadline, in milliseconds since 1970: no retry is waited for beyond it. */
  readonly deadlineAt: number;
  readonly ledger: Ledger;
  /** Of the whole operation. */
  readonly budget: Budget;
  /** Where exceptions go that nobody threw on purpose. */
  readonly defects: Defects;
}

/** No principal has such a name. */
const ALL = 'all';

/** Whose turns its reads take: those of the principal, or those that all have together. */
export const turnsOf = ({ request, isForAll = false }: Pick<SourceScope, 'request' | 'isForAll'>): string =>
  isForAll ? ALL : request.principal.name;

/** What has a part of its own in a request. */
interface Scoped {
  readonly id: string;
  readonly deadlineMs: number;
  readonly defects: Defects;
}

/**
 * What travels with a GraphQL operation: who asks, with which headers, until when. Made once, and passed to all that is read
 * for it; each source gets its part of it, with one ledger and one deadline for all that the operation reads there.
 */
export class RequestScope {
  readonly principal: Principal;
  readonly header: (name: string) => string | null;
  readonly watch: Watch | undefined;
  /** Milliseconds since 1970: all deadlines count from here. */
  readonly startedAt = Date.now();
  readonly #sources = new Map<string, SourceScope>();
  /** By their length: sources that have the same time share one. */
  readonly #deadlines = new Map<number, Deadline>();
  readonly #options: RequestScopeOptions;
  readonly #budget: Budget;
  #id: string | null = null;
  /** Reads under way, those included for which nobody waits. */
  #underWay = 0;
  /** Those for which somebody waits, and what resolves when there is none. */
  #reading = 0;
  #idle: PromiseWithResolvers<void> | null = null;

  constructor(options: RequestScopeOptions) {
    this.#options = options;
    this.principal = options.principal ?? ANONYMOUS;
    this.header = options.header ?? NO_HEADER;
    this.watch = options.watch;
    this.#budget = new Budget(options.budget, () => this.#rows());
  }

  get id(): string {
    this.#id ??= this.#options.id ?? randomUUID();
    return this.#id;
  }

  get signal(): AbortSignal {
    return this.#options.client.signal;
  }

  /** The part of the operation that is about one source: the same object at each call. */
  of(source: Scoped): SourceScope {
    const known = this.#sources.get(source.id);
    if (known !== undefined) return known;
    const deadlineAt = this.startedAt + source.deadlineMs;
    const ledger = new Ledger(undefined, this.#options.explains === true ? new RequestNotes() : null);
    const scope = {
      request: this,
      signal: this.#deadline(source.deadlineMs, deadlineAt).signal,
      deadlineAt,
      ledger,
      budget: this.#budget,
      defects: noteDefects(source.defects, ledger),
    };
    this.#sources.set(source.id, scope);
    return scope;
  }

  /** By the id of the source, where anything was begun. */
  parts(): ReadonlyMap<string, SourceScope> {
    return this.#sources;
  }

  #deadline(ms: number, at: number): Deadline {
    const known = this.#deadlines.get(ms);
    if (known !== undefined) return known;
    const deadline = new Deadline(ms, at, this.signal);
    if (this.#underWay > 0) deadline.start();
    this.#deadlines.set(ms, deadline);
    return deadline;
  }

  #rows(): number {
    return this.#sources.values().reduce((sum, { ledger }) => sum + ledger.rowsFetched, 0);
  }

  /** Does what reads; `settled` waits for it. */
  async track<T>(read: () => Promise<T>): Promise<T> {
    this.#reading += 1;
    try {
      return await this.inTime(read);
    } finally {
      this.#reading -= 1;
      if (this.#reading === 0) this.#tellIdle();
    }
  }

  /** Does what reads, within the deadlines: they pass only meanwhile. Nobody need wait for it. */
  async inTime<T>(read: () => Promise<T>): Promise<T> {
    if (this.#underWay++ === 0) for (const deadline of this.#deadlines.values()) deadline.start();
    try {
      return await read();
    } finally {
      if (--this.#underWay === 0) for (const deadline of this.#deadlines.values()) deadline.stop();
    }
  }

  /**
   * Resolves when all reads have ended and have caused no others: then the ledgers are complete. The answer to one read may
   * begin the next in the same turn of the event loop (a batch of a loader, the next level of an answer), so one turn must
   * pass without any.
   */
  async settled(): Promise<void> {
    do {
      if (this.#reading > 0) await this.#untilIdle();
      await setImmediate();
    } while (this.#reading > 0);
  }

  #untilIdle(): Promise<void> {
    this.#idle ??= Promise.withResolvers();
    return this.#idle.promise;
  }

  #tellIdle(): void {
    this.#idle?.resolve();
    this.#idle = null;
  }
}

const NO_HEADER = (): null => null;

/** For the reads of one operation: its ledger remembers a defect, so that no report says that all is well. */
export function noteDefects(defects: Defects, ledger: Ledger): Defects {
  const asSourceError: Defects['asSourceError'] = (error) => {
    const failure = defects.asSourceError(error);
    if (failure !== error) ledger.defect ??= failure;
    return failure;
  };
  return { asSourceError, tell: asSourceError };
}

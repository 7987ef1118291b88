import { SourceError } from '../../model/source-error.ts';
import type { BackendDefinition } from '../contract/backend-definition.ts';
import type { SourceHealth } from '../contract/source-health.ts';
import type { Transport } from '../contract/transport.ts';
import { TieMemory } from '../feed/read-tie.ts';
import type { FetchedLists } from '../fetched/fetched-lists.ts';
import { LeanMemory, TotalsTrust } from '../paging/read-page.ts';
import { type DisorderError, type Rank, spanOf } from '../paging/row-order.ts';
import type { SeekBounds } from '../paging/seek.ts';
import type { JobLists, Owner } from './job-lists.ts';

/** What a source remembers of its lists from one request to the next, as long as the process runs. */
export interface ListMemory {
  readonly orders: OrderBook;
  readonly searches: SearchMemory;
  readonly ties: TieMemory;
  readonly readability: Readability;
  /** What the vendor counts with its lists of jobs. */
  readonly trust: TotalsTrust;
  readonly lean: LeanMemory;
}

export const createListMemory = (now: () => number): ListMemory => ({
  orders: new OrderBook(now),
  searches: new SearchMemory(),
  ties: new TieMemory(now),
  readability: createReadability(),
  trust: new TotalsTrust(),
  lean: new LeanMemory(now),
});

/** Read so much further before a row is given out, in milliseconds; `Infinity`: the list is read whole. */
type Slack = number;

interface Verdict {
  readonly slack: Slack;
  readonly until: number;
}

/** A vendor that put one row in a wrong place is not suspected for ever. */
const VERDICT_MS = 5 * 60_000;
const MOST_VERDICTS = 10_000;
/** To read a shorter list whole costs no more than to read it a little further on each page. */
const LONG_PAGES = 2;
/** So much is read before what is given, behind it, and as much of it again, if a page is to be worth its request. */
const LEAST_WORTH = 4;

/** What is known of the order that each list of a source keeps. */
export class OrderBook {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** 0: it is in order, as far as anybody knows. */
  slackOf(list: string): Slack {
    const verdict = this.#verdicts.get(list);
    return verdict === undefined || verdict.until < this.#now() ? 0 : verdict.slack;
  }

  learn(list: string, { inversion, isSlight }: DisorderError): void {
    this.#keep(list, isSlight ? Math.max(inversion, this.slackOf(list)) : Number.POSITIVE_INFINITY);
  }

  /**
   * A whole reading shows how far rows really stand from their places. Where the list is long, and that is worth few of its
   * rows, the next walk reads so much further instead of all.
   */
  hasRead(list: string, ranks: readonly Rank[], inversion: number, pageRows: number): Slack {
    if (inversion === 0) {
      this.#verdicts.delete(list);
      return 0;
    }
    const isLong = ranks.length > LONG_PAGES * pageRows;
    const isSmall = LEAST_WORTH * inversion * ranks.length <= spanOf(ranks) * pageRows;
    const slack = isLong && isSmall ? inversion : Number.POSITIVE_INFINITY;
    this.#keep(list, slack);
    return slack;
  }

  #keep(list: string, slack: Slack): void {
    if (this.#verdicts.size >= MOST_VERDICTS) this.#verdicts.clear();
    this.#verdicts.set(list, { slack, until: this.#now() + VERDICT_MS });
  }
}

const MOST_SEARCHES = 1_000;

/**
 * How far searches in long lists had come: one that takes longer than a deadline goes on from there on the next page
 * instead of beginning anew, also where no cursor tells, for no source had answered. Only guesses: what is found is verified.
 */
export class SearchMemory {
  readonly #bounds = new Map<string, SeekBounds>();

  get isEmpty(): boolean {
    return this.#bounds.size === 0;
  }

  /** `null`: nothing is known. */
  of(search: string): SeekBounds | null {
    return this.#bounds.get(search) ?? null;
  }

  remember(search: string, bounds: SeekBounds): void {
    this.#bounds.delete(search);
    this.#bounds.set(search, bounds);
    const [oldest] = this.#bounds.keys();
    if (this.#bounds.size > MOST_SEARCHES && oldest !== undefined) this.#bounds.delete(oldest);
  }
}

/** Whether a source's answers can be read: a vendor can be in good health and say nothing that anybody understands. */
export interface Readability {
  readonly hasRead: () => void;
  /** Takes note of the failures that are about the shape of an answer. */
  readonly hasFailed: (error: unknown) => void;
  /** The health of the connection, and of what comes over it. */
  readonly over: (health: SourceHealth) => SourceHealth;
}

export function createReadability(): Readability {
  let lastFault: SourceError | null = null;
  return {
    hasRead: () => {
      lastFault = null;
    },
    hasFailed: (error) => {
      if (error instanceof SourceError && error.code === 'UPSTREAM_BAD_RESPONSE') lastFault = error;
    },
    over: (health) =>
      lastFault === null || health.state === 'DOWN'
        ? health
        : { ...health, state: 'DEGRADED', lastError: lastFault },
  };
}

/** What all streams of one source have in common. */
export interface StreamEngine extends ListMemory {
  readonly owner: Owner;
  readonly definition: BackendDefinition;
  readonly transport: Transport;
  readonly wholeRows: number;
  readonly fetched: FetchedLists;
  readonly lists: JobLists;
}

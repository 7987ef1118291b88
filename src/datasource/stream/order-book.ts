import type { DisorderError } from '../paging/disorder.ts';
import { type Rank, spanOf } from '../paging/ranks.ts';

/** Read so much further before a row is given out, in milliseconds; `Infinity`: the list is read whole. */
type Slack = number;

interface Verdict {
  readonly slack: Slack;
  readonly until: number;
}

/** A vendor that put one row in a wrong place is not suspected for ever. */
const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 10_000;

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
   * A whole reading shows how far rows really stand from their places. Where that is worth no more than `fewRows` of its
   * rows, the next walk reads so much further instead of all.
   */
  hasRead(list: string, ranks: readonly Rank[], inversion: number, fewRows: number): void {
    if (inversion === 0) {
      this.#verdicts.delete(list);
      return;
    }
    const isCheap = inversion * ranks.length <= spanOf(ranks) * fewRows;
    this.#keep(list, isCheap ? inversion : Number.POSITIVE_INFINITY);
  }

  #keep(list: string, slack: Slack): void {
    if (this.#verdicts.size >= MOST_KEPT) this.#verdicts.clear();
    this.#verdicts.set(list, { slack, until: this.#now() + KEPT_MS });
  }
}

import type { Direction } from '../../model/sort-key.ts';
import { END, type PlacedRow, type Rank, START } from '../paging/row-order.ts';
import type { Batch, RowFeed } from './row-feed.ts';

export interface UntimedFeedOptions {
  /** The list, sought through by time. */
  readonly feed: RowFeed;
  /** Its rows without a time, which fail every condition on it. */
  readonly untimed: () => Promise<readonly PlacedRow[]>;
  readonly direction: Direction;
  readonly first: Rank;
  readonly last: Rank;
}

/** Rows without a time stand last in a walk down and first in a walk up: a reading of their own brings them. */
export class UntimedFeed implements RowFeed {
  readonly #options: UntimedFeedOptions;
  /** What is read next. */
  #part: 'untimed' | 'timed' | 'nothing';

  constructor(options: UntimedFeedOptions) {
    this.#options = options;
    const { direction, first } = options;
    const beginsUntimed = direction === 'down' ? first >= Number.MAX_VALUE : first <= -Number.MAX_VALUE;
    this.#part = beginsUntimed ? 'untimed' : 'timed';
  }

  get frontier(): Rank {
    const { feed, direction } = this.#options;
    if (this.#part === 'nothing') return END;
    if (this.#part === 'timed') return feed.frontier;
    return direction === 'down' ? Number.MAX_VALUE : START;
  }

  get slack(): number {
    return this.#options.feed.slack;
  }

  get search(): RowFeed['search'] {
    return this.#options.feed.search;
  }

  hintAt(rank: Rank): number | null {
    return this.#options.feed.hintAt(rank);
  }

  indexOf(mark: number): number | null {
    return this.#options.feed.indexOf(mark);
  }

  async next(want: number): Promise<Batch> {
    const { feed, direction, last } = this.#options;
    if (this.#part === 'untimed') return this.#readUntimed();
    const batch = await feed.next(want);
    if (!batch.isLast || direction === 'up' || last < Number.MAX_VALUE) {
      if (batch.isLast) this.#part = 'nothing';
      return batch;
    }
    this.#part = 'untimed';
    return { ...batch, isLast: false };
  }

  async #readUntimed(): Promise<Batch> {
    const rows = await this.#options.untimed();
    const isLast = this.#options.direction === 'down';
    this.#part = isLast ? 'nothing' : 'timed';
    return { rows, isLast };
  }
}

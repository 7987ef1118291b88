import type { Rank } from '../paging/row-order.ts';
import { NOTHING_KNOWN, type SeekBounds, type SeekRequest, seek } from '../paging/seek.ts';
import type { WalkWindows } from '../paging/walk-window.ts';
import type { FeedMemory } from './row-feed.ts';

/** A vendor may give fewer rows at once than it is asked for: a place must be found so closely that a page holds it. */
const SMALL_PAGE = 10;

interface PlaceRequest extends Pick<SeekRequest, 'window' | 'limit' | 'isSettled' | 'checkOrder'> {
  /** What is searched for. */
  readonly frontier: Rank;
  /** How often it was searched for and not found. */
  readonly attempt: number;
}

/** How a feed searches its list for a place, and how far the search for its first one has come, on this page or earlier ones. */
export class PlaceSearch {
  readonly #windows: WalkWindows;
  readonly #from: Rank;
  readonly #memory: FeedMemory;
  #bounds: SeekBounds | null = null;

  /** `from`: where the feed begins. */
  constructor(windows: WalkWindows, from: Rank, memory: FeedMemory) {
    this.#windows = windows;
    this.#from = from;
    this.#memory = memory;
  }

  /** `null`: there was no search, or it has found nothing. */
  get bounds(): SeekBounds | null {
    const { before = null, after = null } = this.#bounds ?? {};
    return before === null && after === null ? null : this.#bounds;
  }

  /** A search for this place had begun on an earlier page, and has not been gone on with. */
  isPending(frontier: Rank): boolean {
    if (frontier !== this.#from || this.#bounds !== null) return false;
    const { before, after } = this.#memory.known;
    return before !== null || after !== null;
  }

  /**
   * Against the vendor's order a page must end where it is asked to: what the vendor cuts off would be its end, unless it is known
   * where that is.
   */
  mostHeld(limit: number): number {
    const { runsAlong, list } = this.#windows;
    const holds = runsAlong || list.parts.size !== null ? 0 : (this.#bounds?.holds ?? 0);
    return holds < SMALL_PAGE ? limit : Math.min(limit, holds);
  }

  /** The index of the last settled row. Throws `SourceError`. */
  seek({ frontier, attempt, window, limit, ...request }: PlaceRequest): Promise<number> {
    const isFirst = frontier === this.#from;
    const known = isFirst && attempt === 0 ? this.#memory.known : NOTHING_KNOWN;
    const seen = window === null ? known.holds : window.end - window.start - 1;
    const remember = (bounds: SeekBounds): void => {
      this.#bounds = bounds;
      this.#memory.remember(bounds);
    };
    if (isFirst && attempt === 0) this.#bounds = known;
    return seek({
      ...request,
      windows: this.#windows,
      window,
      limit: Math.min(limit, Math.max(seen, SMALL_PAGE)),
      known,
      remember: isFirst ? remember : () => undefined,
    });
  }
}

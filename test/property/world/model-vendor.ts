import type { ModelList } from './model-list.ts';

/** The ways in which vendors page, without anything else; `crawl`: each job is found by its own id. */
export const PAGER_KINDS = ['offset', 'start', 'marker', 'value', 'crawl'] as const;
export type PagerKind = (typeof PAGER_KINDS)[number];

/** How a vendor is, for the whole of a story. */
export interface VendorTraits {
  readonly kind: PagerKind;
  /** Whether its lists keep the order that the kind promises. */
  readonly isInOrder: boolean;
  /** Whether rows of one instant stand in another order in every answer. */
  readonly shufflesTies: boolean;
  /** What it says with each page that the list counts. */
  readonly counts: 'list' | 'page' | 'nothing';
  /** It takes a larger limit for a mistake. */
  readonly maxPageSize: number;
  /** More rows than this never come at once, whatever is asked for; `null`: as many as were asked for. */
  readonly cut: number | null;
  /** Pages end at each multiple of so many rows, wherever they began; `null`: they do not. */
  readonly part: number | null;
  /** It gives its first page, whatever is asked for. */
  readonly repeats: boolean;
  /** What it answers for an origin that is gone. */
  readonly ofGone: 'not-found' | 'no-rows';
}

/** What goes wrong while one page is read. `after`: so many requests went well before. */
export type Trouble =
  /** So many requests fail: the breaker is open. */
  | {
      readonly kind: 'outage';
      readonly after: number;
      readonly requests: number;
      readonly retryAfterMs: number;
    }
  /** One page comes with fewer rows than were asked for. */
  | { readonly kind: 'short-page'; readonly after: number; readonly rows: number }
  /** So many pages do not go beyond one row, wherever they begin; `pick`: which one. */
  | { readonly kind: 'border'; readonly after: number; readonly requests: number; readonly pick: number };

/** A vendor in memory: its lists may change, and fail, between any two requests. */
export class ModelVendor {
  readonly id: string;
  readonly traits: VendorTraits;
  readonly origins: Map<string, ModelList>;
  /** Origins (of a crawl: jobs) of which the gateway has heard. */
  told: ReadonlySet<string> = new Set();
  /** While one page is read: */
  troubles: readonly Trouble[] = [];
  requests = 0;
  discoveries = 0;

  constructor(id: string, traits: VendorTraits, origins: ReadonlyMap<string, ModelList>) {
    this.id = id;
    this.traits = traits;
    this.origins = new Map(origins);
  }

  /** What can be discovered. */
  get originKeys(): readonly string[] {
    const { kind } = this.traits;
    if (kind !== 'crawl') return [...this.origins.keys()];
    return [...this.origins.values()].flatMap((list) => list.rows.map(({ id }) => id));
  }

  /** The page begins. */
  face(troubles: readonly Trouble[]): void {
    this.troubles = troubles;
    this.requests = 0;
    this.discoveries = 0;
  }
}

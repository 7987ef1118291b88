import type { StreamSpec } from '../contract/backend-definition.ts';
import type { Hint } from '../feed/hint.ts';
import { type TieWalk, tieName } from '../feed/read-tie.ts';
import type { FeedMemory } from '../feed/row-feed.ts';
import type { Rank } from '../paging/row-order.ts';
import { NOTHING_KNOWN, type SeekBounds } from '../paging/seek.ts';
import type { WalkWindows } from '../paging/walk-window.ts';
import { isLean } from './create-reading.ts';
import type { StreamEngine } from './list-memory.ts';
import type { StreamRequest } from './open-request.ts';

/** What the process knows of one list: searches for one place in it, in one partition, and its length. */
export class KnownList implements FeedMemory {
  readonly known: SeekBounds;
  readonly #engine: StreamEngine;
  readonly #spec: StreamSpec;
  readonly #request: StreamRequest;
  readonly #windows: WalkWindows;
  readonly #from: Rank;
  readonly #walk: TieWalk;

  constructor(
    engine: StreamEngine,
    spec: StreamSpec,
    request: StreamRequest,
    windows: WalkWindows,
    from: Rank,
    search: Hint['search'],
    walk: TieWalk,
  ) {
    this.#engine = engine;
    this.#spec = spec;
    this.#request = request;
    this.#windows = windows;
    this.#from = from;
    this.#walk = walk;
    const remembered = engine.searches.isEmpty ? null : engine.searches.of(this.#searchKey);
    this.known = remembered ?? search ?? NOTHING_KNOWN;
  }

  get #searchKey(): string {
    return keyOf(this.#engine, this.#spec, this.#request, String(this.#from));
  }

  ties(): ReturnType<FeedMemory['ties']> {
    const { jobs } = this.#engine.definition;
    const way = jobs.kind === 'paged' && isLean(jobs, this.#request);
    const key = keyOf(this.#engine, this.#spec, this.#request, way);
    return { memory: this.#engine.ties, key, walk: this.#walk };
  }

  isInTie(rank: Rank): boolean {
    return !this.#engine.ties.isEmpty && this.#engine.ties.has(this.#tieAt(rank));
  }

  beginTie(rank: Rank): void {
    this.#engine.ties.begin(this.#tieAt(rank));
  }

  #tieAt(rank: Rank): string {
    return tieName(this.ties().key, rank, rank);
  }

  remember(bounds: SeekBounds): void {
    this.#engine.searches.remember(this.#searchKey, bounds);
  }

  isShort(): boolean {
    const { total } = this.#windows.list;
    return this.#engine.trust.countsLists && total !== null && total <= this.#engine.wholeRows;
  }
}

/** A list as it is read for one caller and one filter: with or without what is heavy, or in another way. */
const keyOf = (
  { transport }: StreamEngine,
  { key }: StreamSpec,
  { scope, plan, direction }: StreamRequest,
  way: string | boolean,
): string => JSON.stringify([transport.partition(scope), key, plan.query, plan.window, direction, way]);

import type { Job } from '../../model/job.ts';
import { type Direction, keyComparator, type SortKey } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import { type Hint, NO_HINT } from '../feed/hint.ts';
import { OrderedFeed } from '../feed/ordered-feed.ts';
import { OLDER_TIE, type TieWalk } from '../feed/read-tie.ts';
import type { Bound, RowFeed } from '../feed/row-feed.ts';
import { WholeFeed, type WholeList } from '../feed/whole-feed.ts';
import {
  type DisorderError,
  largestInversion,
  type PlacedRow,
  type Rank,
  START,
  UnreadablePage,
} from '../paging/row-order.ts';
import { countStream, type SeenRows } from './count-stream.ts';
import { createReading, type Reading } from './create-reading.ts';
import { disorderNotes } from './disorder-notes.ts';
import type { JobStream, Need, StreamCount } from './job-stream.ts';
import { KnownList } from './known-list.ts';
import type { StreamEngine } from './list-memory.ts';
import { ListStream, type ListStreamOptions } from './list-stream.ts';
import type { StreamRequest } from './open-request.ts';
import { isNearBoundOurs, outsetOf, rankBounds } from './rank-bounds.ts';
import { type ScanBudget, UNLIMITED } from './residual-filter.ts';

/** Opens one list of a source for one request; nothing is asked before the first `advance`, which tells of what is wrong. */
export function openStream(
  engine: StreamEngine,
  spec: StreamSpec,
  request: StreamRequest,
  onVanished: () => void,
): JobStream {
  try {
    return new ListStream(new OpenedList(engine, spec, request, onVanished));
  } catch (error) {
    const { sourceId } = engine.owner;
    const id = streamId(sourceId, spec.key);
    return brokenStream(sourceId, id, request.hintOf(id), request.scope.defects.asSourceError(error));
  }
}

/** Unique over all sources, since a source's id has no slash. */
export const streamId = (sourceId: string, key: string): string => `${sourceId}/${key}`;

/** What one list is, for one page: where it is read from and to, and in which way. */
class OpenedList implements ListStreamOptions {
  readonly sourceId: string;
  readonly id: string;
  readonly direction: Direction;
  readonly start: Bound | null;
  readonly stop: Bound | null;
  readonly hint: Hint;
  readonly firstRank: Rank;
  readonly lastRank: Rank;
  readonly outset: Rank;
  readonly matches: ((job: Job) => boolean) | null;
  readonly budget: ScanBudget;
  readonly need: () => Need;
  readonly keepsWholeHint: boolean;
  readonly beginsMidway: boolean;
  readonly notes: Note[] = [];
  readonly #engine: StreamEngine;
  readonly #spec: StreamSpec;
  readonly #request: StreamRequest;
  readonly #onVanished: () => void;
  readonly #reading: Reading;
  readonly #tieWalk: TieWalk;
  /** Rows from here on were not given out, whatever a cursor says of where the next one stands. */
  readonly #wanted: Rank;
  #hasHint = false;
  /** Rows that cannot be read hide the order, so that the list is read whole, whatever that shows. */
  #hidesOrder = false;
  tieSince: number | null = null;

  constructor(engine: StreamEngine, spec: StreamSpec, request: StreamRequest, onVanished: () => void) {
    this.#engine = engine;
    this.#spec = spec;
    this.#request = request;
    this.#onVanished = onVanished;
    this.sourceId = engine.owner.sourceId;
    this.id = streamId(this.sourceId, spec.key);
    this.direction = request.direction;
    this.start = request.startOf(this.id);
    this.stop = request.stopOf(this.id);
    this.hint = request.hintOf(this.id);
    this.matches = request.matches;
    this.need = request.need;
    this.beginsMidway = isNearBoundOurs(request);
    const reading = createReading(engine, spec, request, this.notes);
    this.#reading = reading;
    const since = this.hint.tieSince ?? engine.ties.now();
    this.#tieWalk = {
      since,
      onKept: () => {
        this.tieSince = since;
      },
      isOver: () => this.#hasHint,
      onOlder: () => noteOnce(this.notes, OLDER_TIE),
    };
    const ranks = rankBounds(request, reading, this.start, this.stop, this.hint);
    this.firstRank = ranks.first;
    this.#wanted = ranks.wanted;
    this.lastRank = ranks.last;
    this.outset =
      reading.times === null ? START : outsetOf(reading.times, (time) => reading.rank(time), ranks);
    this.keepsWholeHint = reading.windows !== null;
    this.budget = this.keepsWholeHint ? request.budget : UNLIMITED;
  }

  rankOf(key: SortKey): Rank {
    return this.#reading.rank(key.time);
  }

  placeOf(index: number): number {
    return this.#reading.placeOf(index);
  }

  onDisorder(disorder: DisorderError): void {
    this.#hidesOrder ||= disorder instanceof UnreadablePage;
    this.#engine.orders.learn(this.#spec.key, disorder);
  }

  onFailed(error: unknown): void {
    this.#engine.readability.hasFailed(error);
    if (error instanceof SourceError && error.code === 'NOT_FOUND') this.#onVanished();
  }

  onHint(): void {
    this.#hasHint = true;
  }

  onRead(): void {
    this.#engine.readability.hasRead();
  }

  count(seen: SeenRows): Promise<StreamCount> {
    return countStream(this.#engine, this.#spec, this.#request, seen, this.#reading);
  }

  open(): RowFeed {
    const { windows } = this.#reading;
    const slack = this.#slack();
    const isWhole = this.hint.whole !== null || slack === Number.POSITIVE_INFINITY || this.#hidesOrder;
    if (windows === null || isWhole) return this.#openWhole();
    if (slack > 0) noteOnce(this.notes, disorderNotes(this.#engine.definition).further);
    const { firstRank: from, hint } = this;
    // Of rows that match, the last one may stand far before.
    const anchors = this.matches === null ? hint.anchors : [];
    const wanted = this.#wanted;
    const memory = new KnownList(
      this.#engine,
      this.#spec,
      this.#request,
      windows,
      from,
      hint.search,
      this.#tieWalk,
    );
    return new OrderedFeed({ windows, from, wanted, slack, hint: hint.index, anchors, memory });
  }

  /**
   * A walk that begins reads as far as is known to be needed. One that has begun keeps to what it took for granted: if the list
   * has proved worse since, some of its rows were passed over, and only a whole reading finds them.
   */
  #slack(): number {
    const known = this.#engine.orders.slackOf(this.#spec.key);
    if (this.start === null) return known;
    return known > this.hint.slack ? Number.POSITIVE_INFINITY : this.hint.slack;
  }

  #openWhole(): WholeFeed {
    return new WholeFeed({
      readWhole: () => this.#readWhole(),
      start: this.start,
      // What is always read whole has been given out in order.
      hint: this.#reading.windows === null ? NO_HINT : this.hint,
      placeOf: (index) => this.placeOf(index),
      compare: keyComparator(this.direction),
    });
  }

  /** Anew for each page: a walk may be owed rows that have come since another one read the list, and no cursor tells when it began. */
  async #readWhole(): Promise<WholeList> {
    const rows = await this.#reading.whole();
    return { rows, slack: this.#learn(rows) };
  }

  /**
   * How much further the list is worth reading than it would be in order. One in which rows that cannot be read hide the order,
   * or that is in order by now, was read whole as well.
   */
  #learn(rows: readonly PlacedRow[]): number {
    const { windows, pageRows } = this.#reading;
    if (windows === null || rows.length === 0) return Number.POSITIVE_INFINITY;
    const ranks = rows.map(({ rank }) => rank);
    const walked = rows.toSorted((a, b) => windows.placeOf(a.index) - windows.placeOf(b.index));
    const inversion = largestInversion(walked);
    if (inversion > 0) noteOnce(this.notes, disorderNotes(this.#engine.definition).whole);
    return this.#engine.orders.hasRead(this.#spec.key, ranks, inversion, pageRows);
  }
}

function noteOnce(notes: Note[], note: Note): void {
  if (!notes.includes(note)) notes.push(note);
}

/** A list that could not even be opened. */
const brokenStream = (sourceId: string, id: string, hint: Hint, error: SourceError): JobStream => ({
  sourceId,
  id,
  rows: [],
  beyond: null,
  knowsNext: false,
  advance: () => Promise.reject(error),
  readAhead: async () => undefined,
  mayScanOn: () => true,
  hasScanned: () => false,
  hintAfter: () => hint,
  count: () => Promise.reject(error),
  notes: [],
});

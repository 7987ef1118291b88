import type { SortKey } from '../../model/sort-key.ts';
import type { Lane } from './lane.ts';

/** What a page has at the moment, and still needs. */
export interface PageSoFar {
  readonly lanes: () => readonly Lane[];
  /** How many rows it misses. */
  readonly missing: () => number;
  /** Along the walk. */
  readonly compare: (a: SortKey, b: SortKey) => number;
}

/** So many lanes are read at once of which nobody knows whether they have a row: one after the other they would take too long. */
const FEW_LANES = 16;
/** Nothing is looked for meanwhile: so many times as long as a look took. */
const REST = 9;

/** How many lanes may be read at once for a page that misses so many rows. */
export const atOnce = (missing: number): number => Math.max(FEW_LANES, missing);

/**
 * Waits for some streams, and after `patienceMs` milliseconds lets others read what the page would need without them: when the slow
 * ones are given up, no time is left for that. Once all have come, nothing is read ahead any more.
 */
export async function patiently<T>(work: Promise<T>, patienceMs: number, page: PageSoFar): Promise<T> {
  const ahead = new ReadAhead(page);
  const timer = setTimeout(() => ahead.begin(), patienceMs);
  try {
    return await work;
  } finally {
    ahead.end();
    clearTimeout(timer);
  }
}

/** Of thousands of lists few have a row on the page: each lane is read only if it might, as far as is known by then. */
class ReadAhead {
  readonly #page: PageSoFar;
  readonly #underWay = new Set<Lane>();
  /** Those that gave nothing the last time, and will not. */
  readonly #spent = new Set<Lane>();
  #isWanted = true;
  #isLooking = false;
  /** Until the next look, in milliseconds. */
  #pauseMs = 0;

  constructor(page: PageSoFar) {
    this.#page = page;
  }

  begin(): void {
    this.#readOn();
    const readOn = (): void => this.#readOn();
    for (const { reading } of this.#page.lanes()) reading?.then(readOn, () => undefined);
  }

  end(): void {
    this.#isWanted = false;
  }

  /** Once for all that have come meanwhile: to look through thousands of lanes takes a while, and no more than a tenth of the time. */
  #readOn(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setTimeout(() => {
      this.#isLooking = false;
      if (!this.#isWanted) return;
      const begunAt = performance.now();
      for (const lane of this.#nextToRead()) if (!this.#underWay.has(lane)) this.#read(lane);
      this.#pauseMs = REST * (performance.now() - begunAt);
    }, this.#pauseMs);
  }

  #read(lane: Lane): void {
    const { stream } = lane;
    const wanted = stream.rows.length + 1;
    this.#underWay.add(lane);
    const done = (): void => {
      this.#underWay.delete(lane);
      if (stream.rows.length < wanted) this.#spent.add(lane);
      this.#readOn();
    };
    stream.readAhead(wanted, () => this.#isWanted).then(done, done);
  }

  /** Those that may have a row before the last one that the page misses, the nearest first. */
  #nextToRead(): readonly Lane[] {
    const { compare, missing } = this.#page;
    const lanes = this.#page.lanes().filter((lane) => this.#isFree(lane));
    const atHand = lanes.flatMap(({ stream, taken }) => stream.rows.slice(taken.length));
    const last = atHand.map(({ key }) => key).sort(compare)[missing() - 1];
    const unknown = lanes.filter(({ stream }) => stream.beyond === null);
    const known = lanes.flatMap((lane) => {
      const edge = lane.stream.beyond;
      const isOpen = edge?.kind === 'watermark' && (last === undefined || compare(edge.key, last) < 0);
      return isOpen ? [{ lane, key: edge.key }] : [];
    });
    known.sort((a, b) => compare(a.key, b.key));
    return [...unknown, ...known.map(({ lane }) => lane)].slice(0, atOnce(missing()));
  }

  /** Not those that are waited for. */
  #isFree(lane: Lane): boolean {
    return lane.error === null && lane.reading === null && !this.#spent.has(lane);
  }
}

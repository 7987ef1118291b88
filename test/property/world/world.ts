import type { SortKey } from '../../../src/model/sort-key.ts';
import type { DrawnVendor, Slip, Spoilt } from '../draw/drawn-vendor.ts';
import type { DrawnWorld } from '../draw/drawn-world.ts';
import { ModelList } from './model-list.ts';
import type { ModelRow } from './model-row.ts';
import { ModelVendor } from './model-vendor.ts';
import { createRandom, type Random } from './random.ts';
import { RowBook, rowId } from './row-book.ts';

/** Model time starts here, so that a row can be older than all that were there. */
const EPOCH = 1_000;
const NEWEST = 3_100;

/** All vendors, and the truth about their rows. */
export class World {
  readonly drawn: DrawnWorld;
  readonly random: Random;
  readonly vendors: readonly ModelVendor[];
  readonly book: RowBook;
  /** In milliseconds, as long as the story takes. */
  now = 0;
  #rows = 0;
  #origins = 0;

  constructor(drawn: DrawnWorld) {
    this.drawn = drawn;
    this.random = createRandom(drawn.seed);
    this.vendors = drawn.vendors.map((vendor, i) => this.#vendor(`s${i}`, vendor));
    this.book = new RowBook(this.vendors, drawn.filter);
  }

  /**
   * `null`: its time is not known. In a list without an order a row stands anywhere; one that slipped has a place of its own,
   * for at another instant's it would stand elsewhere among those rows in each answer, and nobody could tell.
   */
  newRow(time: number | null, isShuffled: boolean, slip = 0): ModelRow {
    this.#rows += 1;
    const place = time === null ? 0 : EPOCH + time + (slip === 0 ? 0 : slip + 0.5);
    return {
      id: `${Math.floor(this.random() * 1e6).toString(36)}-${this.#rows}`,
      time: time === null ? null : EPOCH + time,
      place: isShuffled ? this.random() * NEWEST : place,
      status: this.random() < this.drawn.failedShare ? 'FAILED' : 'SUCCEEDED',
    };
  }

  /** The same, by a time as the vendor tells it. */
  rowAt(time: number, isShuffled: boolean): ModelRow {
    return this.newRow(time - EPOCH, isShuffled);
  }

  newOriginKey(): string {
    this.#origins += 1;
    return `n${this.#origins}`;
  }

  /** `null`: there is no such row any more. */
  keyOf(id: string): SortKey | null {
    for (const vendor of this.vendors)
      for (const [originId, { rows }] of vendor.origins)
        for (const row of rows)
          if (rowId(vendor.id, row.id) === id)
            return { time: row.time, sourceId: vendor.id, nativeId: row.id, originId };
    return null;
  }

  /** A time behind all that there are. */
  newestTime(): number {
    return NEWEST + this.#rows;
  }

  #vendor(id: string, { traits, origins, order, spoilt = [] }: DrawnVendor): ModelVendor {
    const slips = typeof order === 'string' ? [] : order;
    const lists = origins.map((times, o) => {
      const own = slips.filter(({ origin }) => origin === o);
      const rows = times.map((time, i) => this.newRow(time, order === 'shuffled', slipOf(own, i, times)));
      const list = new ModelList(rows);
      for (const run of spoilt) if (run.origin === o) spoil(list, run);
      return [`o${o}`, list] as const;
    });
    return new ModelVendor(id, { ...traits, isInOrder: order === 'exact' }, new Map(lists));
  }
}

function spoil(list: ModelList, { from, rows }: Spoilt): void {
  const sorted = list.sorted(null);
  const first = from % Math.max(1, sorted.length);
  for (const row of sorted.slice(first, first + rows)) list.replace({ ...row, isUnreadable: true });
}

const slipOf = (slips: readonly Slip[], at: number, { length }: readonly unknown[]): number =>
  slips.find(({ pick }) => pick % length === at)?.by ?? 0;

import type { PlacedRow } from '../paging/placed-row.ts';

interface Reading {
  readonly rows: Promise<readonly PlacedRow[]>;
  readonly until: number;
}

/** As long as a person takes to turn a page; a walk that takes longer reads the list again. */
const KEPT_MS = 10_000;
const MOST_KEPT = 50;

/** Lists that were read whole, for the next pages of the walks that needed it. */
export class WholeReadings {
  readonly #readings = new Map<string, Reading>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `mayBeOlder`: a walk goes on, which has seen the list already; one that begins reads it anew. */
  read(
    list: string,
    mayBeOlder: boolean,
    read: () => Promise<readonly PlacedRow[]>,
  ): Promise<readonly PlacedRow[]> {
    const known = this.#readings.get(list);
    if (mayBeOlder && known !== undefined && known.until > this.#now()) return known.rows;
    const rows = read();
    this.#readings.delete(list);
    this.#readings.set(list, { rows, until: this.#now() + KEPT_MS });
    rows.catch(() => this.#readings.delete(list));
    for (const [oldest, { until }] of this.#readings) {
      if (this.#readings.size <= MOST_KEPT && until > this.#now()) break;
      this.#readings.delete(oldest);
    }
    return rows;
  }
}

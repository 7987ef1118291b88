import type { JobFilter } from '../../../src/model/job-filter.ts';
import type { ModelRow } from './model-row.ts';
import type { ModelVendor } from './model-vendor.ts';

export const rowId = (vendorId: string, id: string): string => `${vendorId}/${id}`;

/** Which rows were where, for those who judge. Rows that the filter leaves out do not count. */
export class RowBook {
  readonly #vendors: readonly ModelVendor[];
  readonly #filter: JobFilter;
  /** There since the walk began, unchanged as far as the filter sees. */
  #steady = new Set<string>();
  /** There at any time, whether it could be read or not. */
  readonly #ever = new Set<string>();

  constructor(vendors: readonly ModelVendor[], filter: JobFilter) {
    this.#vendors = vendors;
    this.#filter = filter;
    for (const id of this.#ids(() => true, true)) this.#ever.add(id);
  }

  /** The walk begins. */
  begin(): void {
    this.#steady = new Set(this.#ids(() => true));
  }

  appears(vendor: ModelVendor, row: ModelRow): void {
    if (this.#matches(row)) this.#ever.add(rowId(vendor.id, row.id));
  }

  changes(vendor: ModelVendor, row: ModelRow): void {
    this.#steady.delete(rowId(vendor.id, row.id));
  }

  /** Rows that were there throughout, of origins that the vendor has told of. */
  due(): string[] {
    return this.known().filter((id) => this.#steady.has(id));
  }

  /** Rows that are there now, of origins that the vendor has told of. */
  known(): string[] {
    return this.#ids((vendor, origin, row) =>
      vendor.told.has(vendor.traits.kind === 'crawl' ? row.id : origin),
    );
  }

  /** Of rows that are there now. */
  get unreadableCount(): number {
    return this.#ids(() => true, true).length - this.#ids(() => true).length;
  }

  get everCount(): number {
    return this.#ever.size;
  }

  /** `all`: also of rows that cannot be read. */
  #ids(isCounted: (vendor: ModelVendor, origin: string, row: ModelRow) => boolean, all = false): string[] {
    return this.#vendors.flatMap((vendor) =>
      [...vendor.origins].flatMap(([origin, list]) =>
        list.rows
          .filter(
            (row) =>
              (all || row.isUnreadable !== true) && this.#matches(row) && isCounted(vendor, origin, row),
          )
          .map((row) => rowId(vendor.id, row.id)),
      ),
    );
  }

  #matches({ status, time }: ModelRow): boolean {
    const { statuses, createdAfter, createdBefore } = this.#filter;
    const isAfter = createdAfter === undefined || (time !== null && time >= createdAfter);
    const isBefore = createdBefore === undefined || (time !== null && time < createdBefore);
    return isAfter && isBefore && (statuses === undefined || statuses.includes(status));
  }
}

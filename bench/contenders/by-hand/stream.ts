import type { Vendor } from '../../world/world.ts';
import type { Job } from './job.ts';

/** Reads JSON of one vendor. It is trusted to be what the manual says, as in most servers that are written by hand. */
export type Get = <Body>(vendor: Vendor, path: string) => Promise<Body>;

/** Rows of one stream, newest first, of those that are older than `before`. */
export interface Range {
  readonly before: number;
  readonly offset: number;
  readonly limit: number;
}

/** A row of which only the time has been looked at. */
export interface Found {
  readonly createdAt: number;
  readonly toJob: () => Job;
}

/** One list of jobs. A vendor that cannot filter gives rows that are too new as well. */
export interface Stream {
  readonly page: (get: Get, range: Range) => Promise<Found[]>;
}

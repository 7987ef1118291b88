import type { RowList } from '../world/row.ts';
import type { WorldSource } from '../world/world.ts';

export interface VendorRequest {
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface VendorReply {
  readonly status?: number | undefined;
  readonly body: unknown;
}

/** What a request is about. */
export interface Asked {
  /** `jobs`: rows of a list; `discovery`: which lists there are; `other`: sign-in, names. */
  readonly about: 'jobs' | 'discovery' | 'other';
  readonly list: string | null;
  readonly reply: () => VendorReply;
}

/** How one vendor understands requests and words its answers. Null: there is no such path. */
export type Speech = (source: WorldSource, request: VendorRequest, cut: Cutter) => Asked | null;

/** Cuts pages out of lists, in the vendor's bad manners. */
export interface Cutter {
  /** The rows of a list by time; rows of one instant may stand in another order in every answer. */
  readonly byTime: (lists: readonly RowList[], direction: 'down' | 'up') => RowList['rows'];
  readonly page: <T>(rows: readonly T[], from: number, limit: number, list: string) => T[];
  /** What the vendor says the list counts; undefined: nothing. */
  readonly total: (all: number, page: number) => number | undefined;
  /** What was cut last, once. */
  readonly takeLatest: () => Cut | null;
}

/** Whether a page holds the first row of its list, and the last. */
export interface Cut {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export const numberOf = ({ query }: VendorRequest, name: string, otherwise: number): number =>
  Number(query.get(name) ?? otherwise);

export const segmentsOf = (path: string, base: string): string[] | null =>
  path === base || path.startsWith(`${base}/`)
    ? path.slice(base.length).split('/').filter(Boolean).map(decodeURIComponent)
    : null;

export const PROJECT = 'p1';

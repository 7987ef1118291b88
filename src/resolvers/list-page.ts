import type { CursorSigner } from '../connection/cursor/cursor-codec.ts';
import { type ListPlace, listCursor } from './list-cursor.ts';

export interface ListPageOptions<Item> {
  /** Items from the list's start on, in its order. */
  readonly items: readonly Item[];
  /** Nothing comes after the items. */
  readonly isAll: boolean;
  /** How many items come before the page. */
  readonly from: number;
  readonly size: number;
  readonly signer: CursorSigner;
  /** Names the list: its cursors fit no other. */
  readonly list: string;
  readonly idOf: (item: Item) => string;
}

export interface ListPage<Item> {
  readonly edges: readonly { readonly cursor: string; readonly node: Item }[];
  readonly nodes: readonly Item[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** How many items come before the page behind a place; where its item has gone, the place itself counts. */
export function itemsBefore<Item>(
  place: ListPlace | null,
  items: readonly Item[],
  idOf: (item: Item) => string,
): number {
  if (place === null) return 0;
  const found = items.findIndex((item) => idOf(item) === place.id);
  return found < 0 ? Math.min(place.index, items.length) : found + 1;
}

/** Cuts a page out of a list whose beginning is known. */
export function listPage<Item>(options: ListPageOptions<Item>): ListPage<Item> {
  const { items, isAll, from, size, signer, list, idOf } = options;
  const nodes = items.slice(from, from + size);
  const edges = nodes.map((node, i) => ({
    node,
    cursor: listCursor(signer, list, { index: from + i, id: idOf(node) }),
  }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: items.length > from + size || !isAll,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

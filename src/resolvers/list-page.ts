import type { CursorSigner } from '../connection/cursor/cursor-codec.ts';
import type { PageInfo } from '../connection/page/job-page.ts';
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
  readonly pageInfo: PageInfo;
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
  const cursorOf = (node: Item, index: number): string => listCursor(signer, list, { index, id: idOf(node) });
  const edges = nodes.map((node, i) => new ListEdge(node, from + i, cursorOf));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: items.length > from + size || !isAll,
      hasPreviousPage: from > 0,
      startCursor: () => edges[0]?.cursor ?? null,
      endCursor: () => edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Its cursor is signed when it is asked for: most who look at tasks look at them alone. */
class ListEdge<Item> {
  readonly node: Item;
  readonly #index: number;
  readonly #cursorOf: (node: Item, index: number) => string;

  constructor(node: Item, index: number, cursorOf: (node: Item, index: number) => string) {
    this.node = node;
    this.#index = index;
    this.#cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.#cursorOf(this.node, this.#index);
  }
}

import type { CursorSigner } from '../connection/cursor/cursor-codec.ts';
import { invalidCursor } from '../connection/cursor/cursor-error.ts';
import type { PageInfo } from '../connection/page/job-page.ts';

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

/** Place of an item in a list that is read in order: where it stood, and its id, which decides. */
export interface ListPlace {
  readonly index: number;
  readonly id: string;
}

/** `list` names the list: a cursor is good for no other. */
export const listCursor = (signer: CursorSigner, list: string, place: ListPlace): string =>
  signer.sign(Buffer.from(JSON.stringify(['list', list, place.index, place.id])));

/** `null`: no cursor is given. Throws `CursorError`. */
export function readListCursor(
  signer: CursorSigner,
  list: string,
  cursor: string | null | undefined,
  argument: 'after' | 'before' = 'after',
): ListPlace | null {
  if (cursor === null || cursor === undefined) return null;
  const payload = signer.verify(cursor);
  const [kind, of, index, id] = payload === null ? [] : parse(payload);
  const isGood = kind === 'list' && of === list && typeof index === 'number' && typeof id === 'string';
  if (!isGood) throw invalidCursor(argument);
  return { index, id };
}

function parse(payload: Buffer): unknown[] {
  try {
    const parts: unknown = JSON.parse(payload.toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

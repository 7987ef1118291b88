import type { TreeNode } from './huawei-servicestage-tree.ts';
import { queryNumber } from './query-number.ts';

type Sortable = TreeNode & { readonly version?: string };
type SortKey = 'create_time' | 'name' | 'update_time' | 'version';

const COMMON_KEYS: readonly SortKey[] = ['create_time', 'name', 'update_time'];
const UNPAGED = 1000;

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** 0 to 100, or 1000; of instances any other limit means 10 (docs/vendors/huawei-servicestage.md#crawl). */
function readLimit(query: URLSearchParams, ofInstances: boolean): number | null {
  const limit = queryNumber(query, 'limit', { otherwise: UNPAGED, least: 0 });
  if (limit !== null && (limit <= 100 || limit === UNPAGED)) return limit;
  return ofInstances ? 10 : null;
}

const bothFrom = (query: URLSearchParams, limit: number | null): { from: number; to: number } | null => {
  const from = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
  return limit === null || from === null ? null : { from, to: from + limit };
};

/**
 * The rows that `limit`, `offset`, `order_by` and `order` ask for (docs/vendors/huawei-servicestage.md#crawl); `null`:
 * a value is not allowed.
 */
export function servicePage<Row extends Sortable>(
  rows: readonly Row[],
  query: URLSearchParams,
  ofInstances = false,
): Row[] | null {
  const window = bothFrom(query, readLimit(query, ofInstances));
  const order = query.get('order') ?? 'desc';
  const asked = query.get('order_by') ?? 'create_time';
  const key = [...COMMON_KEYS, ...(ofInstances ? (['version'] as const) : [])].find((one) => one === asked);
  if (window === null || key === undefined || !['asc', 'desc'].includes(order)) return null;
  const ascending = rows.toSorted((a, b) => compare(a[key] ?? '', b[key] ?? ''));
  const sorted = order === 'asc' ? ascending : ascending.reverse();
  return sorted.slice(window.from, window.to);
}

/**
 * The same in v3, where another word to sort by means the default, and 10 rows come without a limit
 * (docs/vendors/huawei-servicestage.md#components). `rows`: by their time, ascending.
 */
export function v3Page<Row extends { readonly name: string; readonly update_time: number }>(
  rows: readonly Row[],
  query: URLSearchParams,
): Row[] | null {
  const window = bothFrom(query, queryNumber(query, 'limit', { otherwise: 10, least: 0, most: 100 }));
  const order = query.get('order') ?? 'desc';
  if (window === null || !['asc', 'desc'].includes(order)) return null;
  const key = (['name', 'update_time'] as const).find((one) => one === query.get('order_by'));
  const ascending = key === undefined ? rows : rows.toSorted((a, b) => compare(a[key], b[key]));
  return (order === 'asc' ? ascending : ascending.toReversed()).slice(window.from, window.to);
}

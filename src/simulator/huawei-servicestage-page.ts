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

/**
 * The rows that `limit`, `offset`, `order_by` and `order` ask for (docs/vendors/huawei-servicestage.md#crawl); `null`:
 * a value is not allowed.
 */
export function servicePage<Row extends Sortable>(
  rows: readonly Row[],
  query: URLSearchParams,
  ofInstances = false,
): Row[] | null {
  const limit = readLimit(query, ofInstances);
  const offset = queryNumber(query, 'offset', { otherwise: 0, least: 0 });
  const order = query.get('order') ?? 'desc';
  const asked = query.get('order_by') ?? 'create_time';
  const key = [...COMMON_KEYS, ...(ofInstances ? (['version'] as const) : [])].find((one) => one === asked);
  if (limit === null || offset === null || key === undefined || !['asc', 'desc'].includes(order)) return null;
  const ascending = rows.toSorted((a, b) => compare(a[key] ?? '', b[key] ?? ''));
  const sorted = order === 'asc' ? ascending : ascending.reverse();
  return sorted.slice(offset, offset + limit);
}

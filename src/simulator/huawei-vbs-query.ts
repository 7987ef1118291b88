import { VBS_WORDS } from './huawei-vbs-task.ts';

/** The checked query of `backuptasks` (docs/vendors/huawei-vbs.md#request). */
export interface VbsQuery {
  readonly limit: number;
  readonly offset: number;
  readonly marker: string | null;
  readonly jobId: string | null;
  /** One of the documented words. */
  readonly status: string | null;
  readonly ascending: boolean;
}

const DEFAULT_LIMIT = 20;
/** Undocumented; the service's query by tag has this limit. Larger values are cut without a word. */
const MOST_ROWS = 1000;

const count = (query: URLSearchParams, name: string, otherwise: number): number | string => {
  const text = query.get(name) ?? String(otherwise);
  return /^\d{1,9}$/.test(text) ? Number(text) : `${name} must be a whole number from 0, not '${text}'`;
};

const choice = (query: URLSearchParams, name: string, allowed: readonly string[]): string | null => {
  const text = query.get(name);
  return text === null || allowed.includes(text)
    ? null
    : `${name} must be one of ${allowed.join(', ')}, not '${text}'`;
};

/** The query, or what is wrong with it, as a sentence. Unknown parameters mean nothing. */
export const readVbsQuery = (query: URLSearchParams): VbsQuery | string => {
  const limit = count(query, 'limit', DEFAULT_LIMIT);
  const offset = count(query, 'offset', 0);
  if (typeof limit === 'string') return limit;
  if (typeof offset === 'string') return offset;
  const wrong =
    choice(query, 'sort_key', ['created_at']) ??
    choice(query, 'sort_dir', ['asc', 'desc']) ??
    choice(query, 'status', [...VBS_WORDS.values()]);
  if (wrong !== null) return wrong;
  return {
    limit: Math.min(limit, MOST_ROWS),
    offset,
    marker: query.get('marker'),
    jobId: query.get('job_id'),
    status: query.get('status'),
    ascending: query.get('sort_dir') === 'asc',
  };
};

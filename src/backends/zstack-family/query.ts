import type { z } from 'zod';
import type {
  LeanRows,
  Listing,
  OriginFields,
  PagedJobs,
  Pushed,
} from '../../datasource/contract/backend-definition.ts';
import { offsetPager } from '../../datasource/contract/pager.ts';
import { holdsAll } from '../../datasource/wire/row-reader.ts';
import type { Clock } from './clock.ts';
import { inventories, named } from './wire.ts';

const pager = offsetPager({ offset: ['start'], limit: 'limit', firstRow: 0, maxPageSize: 1_000 });

/** How the jobs of a table are paged, counted and ordered by the column with their time. */
export const orderedBy = (column: string, clock: Clock) =>
  ({
    kind: 'paged',
    pager,
    counts: true,
    countQuery: [['replyWithCount', 'true']],
    order: (direction) => [['sort', `${direction === 'down' ? '-' : '+'}${column}`]],
    within: (window) => clock.within(column, window),
    tieOf: clock.tieOf,
  }) satisfies Partial<PagedJobs>;

/**
 * Rows without their dumps, which can have 64 KB each (docs/vendors/zstack.md#dumps): from the dump of what failed comes why.
 * `fields`: all others. `needs`: those of which others are made.
 */
export const withoutDumps = (fields: readonly string[], needs: z.ZodType): LeanRows => ({
  query: [['fields', fields.join(',')]],
  lacks: ['raw', 'error', 'statusMessage', 'details.request', 'details.result'],
  suffices: holdsAll(needs),
});

/** Ids in one condition: a URL stays well below the lengths that servers refuse. */
export const IDS_PER_REQUEST = 100;

/**
 * Values without the signs in which the parser of conditions looks for operators, and without its comma
 * (docs/vendors/zstack.md#conditions).
 */
export const isPlain = (value: string): boolean => /^[A-Za-z0-9_.-]{1,128}$/.test(value);

export const isIn = (field: string, values: readonly string[]): readonly [string, string] => [
  'q',
  `${field}?=${values.join(',')}`,
];

export function pushIn(field: string, values: readonly string[]): Pushed | null {
  const fits = values.length <= IDS_PER_REQUEST && values.every(isPlain);
  return fits ? { query: [isIn(field, values)], precision: 'exact' } : null;
}

const readNamed: Listing<OriginFields>['read'] = (raw, tell) => {
  const { uuid, name } = named(raw, tell);
  return { nativeId: uuid, name };
};

/** Names of what is listed under a path, by uuid. */
export const namesListing = (
  path: string,
  ids: readonly string[] | undefined,
  read: Listing<OriginFields>['read'] = readNamed,
): Listing<OriginFields> => ({
  path,
  query: [...(ids === undefined ? [] : [isIn('uuid', ids)]), ['sort', '+uuid']],
  pager,
  envelope: inventories,
  read,
});

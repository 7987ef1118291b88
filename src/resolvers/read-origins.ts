import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import type { SourceOriginsArgs } from '../generated/resolvers.ts';
import type { Origin } from '../model/job.ts';
import { SourceError } from '../model/source-error.ts';
import { asGraphQLError, toGraphQLError } from './errors.ts';
import { itemsBefore, type ListPage, listPage, readListCursor } from './list-page.ts';
import { readFirst } from './read-arguments.ts';

const idOf = ({ nativeId }: Origin): string => nativeId;

export interface OriginPage extends ListPage<Origin> {
  readonly totalCount: { readonly value: number; readonly precision: 'EXACT' } | null;
}

/**
 * One page of what a source's jobs hang under. The field cannot be null, and one source that fails must not cost the list of
 * sources, nor what stands beside it: the page is empty, says that more follow, and `errors` tells why.
 */
export async function readOrigins(
  source: JobSource,
  args: SourceOriginsArgs,
  { scope, signer, reportErrors }: RequestContext,
  path: GraphQLResolveInfo['path'],
): Promise<OriginPage> {
  const list = `origins/${source.id}`;
  const page = { size: readFirst(args.first), signer, list, idOf };
  try {
    const place = readListCursor(signer, list, args.after);
    const items = await source.listOrigins(scope.of(source));
    const from = itemsBefore(place, items, idOf);
    const totalCount = { value: items.length, precision: 'EXACT' } as const;
    return { ...listPage({ ...page, items, isAll: true, from }), totalCount };
  } catch (error) {
    if (!(error instanceof SourceError)) throw asGraphQLError(error, source.id);
    reportErrors.push(toGraphQLError(error, source.id, responsePathAsArray(path)));
    return { ...listPage<Origin>({ ...page, items: [], isAll: false, from: 0 }), totalCount: null };
  }
}

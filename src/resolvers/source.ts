import { CursorError } from '../connection/cursor-error.ts';
import type {
  SourceError as ErrorFields,
  OriginResolvers,
  SourceReportResolvers,
  SourceResolvers,
} from '../generated/resolvers.ts';
import { originId } from '../model/global-id.ts';
import { SourceError } from '../model/source-error.ts';
import { cursorError } from './cursor-graphql-error.ts';
import { readListCursor } from './list-cursor.ts';
import { listPage } from './list-page.ts';
import { loadName } from './load-name.ts';
import { checked } from './page-arguments.ts';
import { sourceOf } from './source-of.ts';
import { toGraphQLError } from './to-graphql-error.ts';

const DEFAULT_PAGE = 50;

export const Source: SourceResolvers = {
  state: (source) => source.health().state,
  lastError: (source) => describeError(source.health().lastError),
  lastCheckedAt: (source) => source.health().lastCheckedAt,
  origins: async (source, args, { contexts, seal }) => {
    const size = checked('first', args.first ?? DEFAULT_PAGE);
    const scope = `origins/${source.id}`;
    try {
      const place = typeof args.after === 'string' ? readListCursor(seal, scope, args.after) : null;
      const items = await source.listOrigins(contexts(source));
      const found = place === null ? -1 : items.findIndex((origin) => origin.nativeId === place.id);
      const from = place !== null && found < 0 ? Math.min(place.index, items.length) : found + 1;
      const page = listPage({
        items,
        isAll: true,
        from,
        size,
        seal,
        scope,
        idOf: (origin) => origin.nativeId,
      });
      return { ...page, totalCount: { value: items.length, precision: 'EXACT' } };
    } catch (error) {
      if (error instanceof CursorError) throw cursorError(error);
      throw error instanceof SourceError ? toGraphQLError(error, source.id) : error;
    }
  },
};

export const Origin: OriginResolvers = {
  id: (origin) => originId({ sourceId: origin.sourceId, nativeId: origin.nativeId }),
  name: (origin, _, context) => origin.name ?? loadName(context, origin.sourceId, 'origin', origin.nativeId),
};

export const SourceReport: SourceReportResolvers = {
  source: ({ sourceId }, _, context) => sourceOf({ sourceId }, context),
  error: ({ error }) => describeError(error),
};

/** As data: an `Error` in the place of a value would count as thrown. */
const describeError = (error: SourceError | null): ErrorFields | null =>
  error && {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    retryAfterMs: error.retryAfterMs,
    upstreamStatus: error.upstreamStatus,
  };

import type {
  SourceError as ErrorFields,
  OriginResolvers,
  SourceReportResolvers,
  SourceResolvers,
} from '../generated/resolvers.ts';
import { originId } from '../model/global-id.ts';
import type { Origin as OriginModel } from '../model/job.ts';
import type { SourceError } from '../model/source-error.ts';
import { asGraphQLError } from './as-graphql-error.ts';
import { readListCursor } from './list-cursor.ts';
import { itemsBefore, listPage } from './list-page.ts';
import { loadName } from './load-name.ts';
import { readFirst } from './page-arguments.ts';
import { sourceOf } from './source-of.ts';

const idOf = ({ nativeId }: OriginModel): string => nativeId;

export const Source: SourceResolvers = {
  state: (source) => source.health().state,
  lastError: (source) => describeError(source.health().lastError),
  lastCheckedAt: (source) => source.health().lastCheckedAt,
  origins: async (source, args, { contexts, signer }) => {
    const size = readFirst(args.first);
    const scope = `origins/${source.id}`;
    try {
      const place = readListCursor(signer, scope, args.after);
      const items = await source.listOrigins(contexts(source));
      const from = itemsBefore(place, items, idOf);
      const page = listPage({ items, isAll: true, from, size, signer, scope, idOf });
      return { ...page, totalCount: { value: items.length, precision: 'EXACT' } };
    } catch (error) {
      throw asGraphQLError(error, source.id);
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

import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { type CursorCodec, type CursorSigner, createCursorCodec } from '../connection/cursor/cursor-codec.ts';
import type { JobPage } from '../connection/page/job-page.ts';
import { AllSourcesFailed, readJobPage } from '../connection/page/read-job-page.ts';
import type { SourceReport } from '../connection/page/source-report.ts';
import type { RequestContext, SourceErrors } from '../context.ts';
import type { QueryJobsArgs } from '../generated/resolvers.ts';
import { instantBefore } from '../model/duration.ts';
import { CODES } from '../model/error-codes.ts';
import type { Instant } from '../model/job.ts';
import type { JobFilter } from '../model/job-filter.ts';
import { asGraphQLError, badUserInput, shortened, toGraphQLError } from './errors.ts';
import { readFilter, readPageArguments } from './read-arguments.ts';
import { isWantedOfList, wantedOfJobs } from './wanted-fields.ts';

export type JobsArguments = Omit<QueryJobsArgs, 'orderBy'> & {
  readonly orderBy: NonNullable<QueryJobsArgs['orderBy']>;
};

/** One page of a list of jobs, of all or of those that hang under something: `within` narrows what the caller asks for. */
export async function readJobs(
  args: JobsArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
  within: (filter: JobFilter) => JobFilter = (filter) => filter,
): Promise<JobPage> {
  const tells = tellsSourceErrors(context);
  const page = await readPage(args, context, info, within);
  context.reports.push(page.reports);
  const told = tells ? page.failures.filter(isFailure) : [];
  const path = responsePathAsArray(info.path);
  context.reportErrors.push(...told.map(({ sourceId, error }) => toGraphQLError(error, sourceId, path)));
  return page;
}

/** Many clients throw away an answer with errors. So a source for which the caller gave no token is told in its report alone. */
const isFailure = ({ error }: JobPage['failures'][number]): boolean =>
  CODES[error.code].reportedAs !== 'SKIPPED';

async function readPage(
  args: JobsArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
  within: (filter: JobFilter) => JobFilter,
): Promise<JobPage> {
  const { size, isForward } = readPageArguments(args.first, args.last);
  const { filter, signer, digested, reworded } = readList(args, context, isForward, within);
  const codec = createCursorCodec(signer, args.orderBy, digested);
  try {
    return await readJobPage({
      sources: [...context.sources.values()],
      filter,
      order: args.orderBy,
      size,
      isForward,
      ...cuts(args, codec),
      codec,
      counts: isWantedOfList('totalCount', info),
      wants: wantedOfJobs(info),
      limits: context.scanLimits,
      scope: context.scope,
      ...(reworded && { reworded }),
    });
  } catch (error) {
    if (error instanceof AllSourcesFailed) context.reports.push(() => error.failures.map(asReport));
    throw toListError(error);
  }
}

interface List {
  readonly filter: JobFilter;
  readonly signer: CursorSigner;
  /** What a cursor of the list is bound to. */
  readonly digested: object;
  /** Tells of the filter in the caller's words; `null`: it has them already. */
  readonly reworded: ((report: SourceReport) => SourceReport) | null;
}

/** `createdWithin` counts from the first page of the walk, and its cursors keep when that was. */
function readList(
  { filter: written, after, before }: JobsArguments,
  { signer, sources, scope }: RequestContext,
  isForward: boolean,
  within: (filter: JobFilter) => JobFilter,
): List {
  const { filter: asked, createdWithin } = readFilter(written, sources);
  const filter = within(asked);
  if (createdWithin === null)
    return { filter, signer: withWalkClock(signer, null), digested: filter, reworded: null };
  const began = walkBegan(signer, isForward ? (after ?? before) : (before ?? after)) ?? scope.startedAt;
  const from = instantBefore(began, createdWithin);
  return {
    filter: { ...filter, createdAfter: Math.max(from, filter.createdAfter ?? from) },
    signer: withWalkClock(signer, began),
    digested: { ...filter, createdWithin },
    reworded: (report) => withCreatedWithin(report, filter.createdAfter !== undefined),
  };
}

/** The engine knows one lower bound; the caller gave two, or the other one. */
function withCreatedWithin(report: SourceReport, isBoth: boolean): SourceReport {
  const renamed = (fields: readonly string[]): string[] =>
    fields.flatMap((field) =>
      field === 'createdAfter' ? ['createdWithin', ...(isBoth ? [field] : [])] : [field],
    );
  return { ...report, pushedDown: renamed(report.pushedDown), residual: renamed(report.residual) };
}

const cuts = ({ after, before }: JobsArguments, codec: CursorCodec) => ({
  after: typeof after === 'string' ? codec.decode(after, 'after') : null,
  before: typeof before === 'string' ? codec.decode(before, 'before') : null,
});

const asReport = ({ sourceId, error }: JobPage['failures'][number]) => ({
  sourceId,
  state: CODES[error.code].reportedAs,
  rowsReturned: 0,
});

/** Where every source failed there is no list; what happened to each stands in `extensions.sources`. */
function toListError(error: unknown): unknown {
  if (!(error instanceof AllSourcesFailed)) return asGraphQLError(error, null);
  const [first, ...others] = error.failures.map((failure) => toGraphQLError(failure.error, failure.sourceId));
  if (first === undefined || others.length === 0) return first ?? error;
  const codes = new Set(error.failures.map((failure) => failure.error.code));
  return new GraphQLError(
    `No source could answer: ${[first, ...others].map(({ message }) => message).join(' ')}`,
    {
      extensions: {
        code: codes.size === 1 ? first.extensions['code'] : 'UPSTREAM_UNAVAILABLE',
        retryable: error.failures.some((failure) => failure.error.retryable),
        sources: [first, ...others].map(({ message, extensions }) => ({ message, ...extensions })),
      },
    },
  );
}

const HEADER = 'x-jobweave-source-errors';

const PLACES: readonly SourceErrors[] = ['errors', 'report'];

/**
 * Whether the failure of one source in a list stands in `errors` too, and not only in its report: many clients throw away
 * the rows of an answer that has errors. The caller's header counts more than the configuration; throws `BAD_USER_INPUT`.
 */
export function tellsSourceErrors({ scope, sourceErrors }: RequestContext): boolean {
  const given = scope.header(HEADER)?.trim().toLowerCase() ?? sourceErrors;
  const place = PLACES.find((known) => known === given);
  if (place !== undefined) return place === 'errors';
  throw badUserInput(`The header \`${HEADER}\` is "${shortened(given)}"; send ${PLACES.join(' or ')}.`);
}

/** In front of a cursor that has a time; no version of a cursor begins with it. */
const MARK = 0xff;
const LENGTH = 9;

/** When the walk that a cursor belongs to began, where the cursor tells it; `null`: it does not, or is no cursor. */
export function walkBegan(signer: CursorSigner, cursor: string | null | undefined): Instant | null {
  const payload = typeof cursor === 'string' ? signer.verify(cursor) : null;
  return payload?.[0] === MARK && payload.length > LENGTH ? payload.readDoubleBE(1) : null;
}

/**
 * Signs cursors that remember when their walk began; `null`: they need not. A filter that counts from now, `createdWithin`,
 * thus means the same on every page.
 */
export function withWalkClock(signer: CursorSigner, began: Instant | null): CursorSigner {
  return {
    sign: (payload) => signer.sign(began === null ? payload : Buffer.concat([clockBytes(began), payload])),
    verify: (text) => {
      const payload = signer.verify(text);
      return payload?.[0] === MARK ? payload.subarray(LENGTH) : payload;
    },
    boundTo: (readers) => withWalkClock(signer.boundTo(readers), began),
  };
}

function clockBytes(began: Instant): Buffer {
  const bytes = Buffer.alloc(LENGTH);
  bytes[0] = MARK;
  bytes.writeDoubleBE(began, 1);
  return bytes;
}

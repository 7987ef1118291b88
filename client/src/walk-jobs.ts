import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Ask } from './ask.ts';
import { gatewayErrorOf } from './gateway-error.ts';
import type { JobFieldsFragment, JobFilter, JobOrder, ReportFieldsFragment } from './generated.ts';
import { JobPageDocument } from './generated.ts';
import { pause } from './pause.ts';

/** What a walk sends with each page. A document of one's own may use any of these. */
export interface PageVariables {
  readonly filter?: JobFilter | null;
  readonly orderBy?: JobOrder | null;
  readonly first: number;
  readonly after?: string | null;
}

export interface Edge<Job> {
  readonly cursor: string;
  /** The job comes after its place in the order: its source could not answer for an earlier page. */
  readonly late: boolean;
  readonly node: Job;
}

/** What a document must select for a walk, beside what it wants of the jobs. */
export interface PageResult<Job> {
  readonly jobs?: {
    readonly edges: readonly Edge<Job>[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
    readonly sources: readonly ReportFieldsFragment[];
  } | null;
}

export type PageDocument<Job> = TypedDocumentNode<PageResult<Job>, PageVariables>;

export interface WalkOptions<Job> {
  readonly orderBy?: JobOrder;
  /** Jobs per page, 1 to 500; default 100. */
  readonly pageSize?: number;
  /** A `cursor` of an earlier page or edge, of the same filter and order: the walk goes on behind it. */
  readonly after?: string | null;
  /** How long to wait, without a new row, for sources that owe some; default 30,000. 0: not at all. */
  readonly patienceMs?: number;
  /** Ends the walk: the iterator throws its reason. */
  readonly signal?: AbortSignal;
  /** Which fields of the jobs; default: `JobPageDocument`. */
  readonly document?: PageDocument<Job>;
}

export interface WalkPage<Job> {
  /** In the order of the list, but for those that are late. May be empty. */
  readonly edges: readonly Edge<Job>[];
  /** To go on behind this page, now or later; null where nothing was read. */
  readonly cursor: string | null;
  /** How each source did for this page. */
  readonly sources: readonly ReportFieldsFragment[];
  /** Those of them that are behind: their rows may still come. On the last page: what the walk ended without. */
  readonly owing: readonly ReportFieldsFragment[];
}

export type Walk<Job> = AsyncGenerator<WalkPage<Job>, void, undefined>;

/** Where nothing says how long to wait. */
const PAUSE_MS = 1_000;

/**
 * All jobs that match, page by page, each once. Sources that fail for a while are waited for, and their rows come late;
 * those that owe rows longer than `patienceMs` are named on the last page, and `after: page.cursor` has them later.
 * Throws a `GatewayError` where the gateway cannot answer, at once or still after `patienceMs`.
 */
export function walkJobs(
  ask: Ask,
  filter?: JobFilter,
  options?: WalkOptions<JobFieldsFragment>,
): Walk<JobFieldsFragment>;
export function walkJobs<Job>(
  ask: Ask,
  filter: JobFilter,
  options: WalkOptions<Job> & { readonly document: PageDocument<Job> },
): Walk<Job>;
export async function* walkJobs(
  ask: Ask,
  filter: JobFilter = {},
  options: WalkOptions<unknown> = {},
): Walk<unknown> {
  const { orderBy = 'CREATED_AT_DESC', pageSize = 100, patienceMs = 30_000, signal } = options;
  const document: PageDocument<unknown> = options.document ?? JobPageDocument;
  let cursor = options.after ?? null;
  let waitUntil = Date.now() + patienceMs;
  for (;;) {
    const { data, errors } = await ask(document, { filter, orderBy, first: pageSize, after: cursor }, signal);
    const jobs = data?.jobs ?? null;
    if (jobs === null) {
      const error = gatewayErrorOf(errors);
      if (!error.retryable || !hasTime(waitUntil, error.retryAfterMs)) throw error;
      await pause(error.retryAfterMs ?? PAUSE_MS, signal);
      continue;
    }
    cursor = jobs.pageInfo.endCursor ?? cursor;
    const owing = jobs.sources.filter(({ owesRows }) => owesRows);
    yield { edges: jobs.edges, cursor, sources: jobs.sources, owing };
    if (jobs.edges.length > 0) waitUntil = Date.now() + patienceMs;
    if (jobs.pageInfo.hasNextPage) continue;
    const wait = soonest(owing);
    if (owing.length === 0 || !hasTime(waitUntil, wait)) return;
    await pause(wait, signal);
  }
}

/** The jobs of a walk alone, late ones included. */
export async function* jobsOf<Job>(
  pages: AsyncIterable<WalkPage<Job>>,
): AsyncGenerator<Job, void, undefined> {
  for await (const { edges } of pages) for (const { node } of edges) yield node;
}

const hasTime = (until: number, waitMs: number | null): boolean => Date.now() + (waitMs ?? PAUSE_MS) <= until;

/** A source that says nothing is asked again after a second; nobody is asked more often than ten times a second. */
const soonest = (owing: readonly ReportFieldsFragment[]): number =>
  Math.max(100, Math.min(...owing.map(({ error }) => error?.retryAfterMs ?? PAUSE_MS)));

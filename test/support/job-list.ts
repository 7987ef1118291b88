import { createCursorCodec, createCursorSigner } from '../../src/connection/cursor/cursor-codec.ts';
import type { JobEdge, JobPage } from '../../src/connection/page/job-page.ts';
import { readJobPage } from '../../src/connection/page/read-job-page.ts';
import type { JobSource } from '../../src/datasource/source/job-source.ts';
import type { JobFilter, JobOrder } from '../../src/model/job-filter.ts';
import { RequestScope } from '../../src/scope/request-scope.ts';

export interface ListQuestion {
  readonly sources: readonly JobSource[];
  readonly order?: JobOrder;
  readonly filter?: JobFilter;
  readonly signal?: AbortSignal;
}

export interface PageQuestion {
  readonly size: number;
  readonly isForward?: boolean;
  /** The cursor to go on from; left out: from the list's start, or its end. */
  readonly from?: string | null;
}

export interface JobList {
  readonly page: (question: PageQuestion) => Promise<JobPage>;
  /** The pages as they are walked; `between` is called before each page but the first. */
  readonly walk: (size: number, options?: WalkOptions) => Promise<JobPage[]>;
}

export interface WalkOptions {
  readonly isForward?: boolean;
  readonly between?: (page: JobPage, count: number) => void;
}

const signer = createCursorSigner('a key for tests only');
const SCAN = { perRequest: 10_000, perSource: 5_000 };
const MOST_PAGES = 2_000;

/** One list of jobs, asked page by page; every cursor goes through its text. */
export function jobList({ sources, order = 'CREATED_AT_DESC', filter = {}, signal }: ListQuestion): JobList {
  const codec = createCursorCodec(signer, order, filter);
  const page: JobList['page'] = ({ size, isForward = true, from = null }) => {
    const cut = from === null ? null : codec.decode(from, isForward ? 'after' : 'before');
    return readJobPage({
      sources,
      filter,
      order,
      size,
      isForward,
      after: isForward ? cut : null,
      before: isForward ? null : cut,
      codec,
      counts: false,
      limits: SCAN,
      scope: new RequestScope({ client: { signal: signal ?? new AbortController().signal } }),
    });
  };
  const walk: JobList['walk'] = async (size, { isForward = true, between } = {}) => {
    const pages = [await page({ size, isForward })];
    for (;;) {
      const last = pages.at(-1);
      if (last === undefined || !(isForward ? last.hasNextPage : last.hasPreviousPage)) return pages;
      if (pages.length >= MOST_PAGES) throw new RangeError(`a walk of more than ${MOST_PAGES} pages`);
      between?.(last, pages.length);
      pages.push(
        await page({ size, isForward, from: await (isForward ? last.endCursor() : last.startCursor()) }),
      );
    }
  };
  return { page, walk };
}

/** The edges of a walk, in the order of the list. */
export function edgesOf(pages: readonly JobPage[], isForward = true): JobEdge[] {
  return (isForward ? pages : pages.toReversed()).flatMap((one) => one.edges());
}

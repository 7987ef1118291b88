import { createCursorCodec, createCursorSigner } from '../../../../src/connection/cursor/cursor-codec.ts';
import type { JobPage } from '../../../../src/connection/page/job-page.ts';
import type { JobPageRequest } from '../../../../src/connection/page/job-page-request.ts';
import { isBehind } from '../../../../src/datasource/feed/row-feed.ts';
import type { JobSource, OpenedSource } from '../../../../src/datasource/source/job-source.ts';
import type { JobStream } from '../../../../src/datasource/stream/job-stream.ts';
import type { OpenRequest } from '../../../../src/datasource/stream/open-request.ts';
import { keyComparator } from '../../../../src/model/sort-key.ts';
import { RequestScope } from '../../../../src/scope/request-scope.ts';
import { fakeSource } from '../../loaders/fake-source.ts';
import { fakeStream, keyOf } from '../merge/fake-stream.ts';

export interface PageSource extends JobSource {
  /** What was wanted of its streams, each time that they were listed. */
  readonly opened: OpenRequest[];
}

type Open = (request: OpenRequest) => OpenedSource | Promise<OpenedSource>;

/** A source whose streams a test makes itself; `fields`: what else is not as usual. */
export function pageSource(id: string, open: Open, fields: Partial<JobSource> = {}): PageSource {
  const opened: OpenRequest[] = [];
  return {
    ...fakeSource(id, []),
    planFilter: () => ({
      isExcluded: false,
      query: [],
      pushedDown: [],
      residual: [],
      includes: () => true,
    }),
    openJobs: async (request) => {
      opened.push(request);
      return open(request);
    },
    ...fields,
    opened,
  };
}

export const opened = (...streams: readonly JobStream[]): OpenedSource => ({
  streams,
  notes: [],
  isComplete: true,
  remarks: [],
});

/** A source with a list of rows at these times, which gives what is wanted of it. */
export const listSource = (id: string, times: readonly number[], fields?: Partial<JobSource>): PageSource =>
  pageSource(id, (request) => opened(listOf(id, times, request)), fields);

/** A stream of the rows that the page wants, in the walk's order. */
export function listOf(id: string, times: readonly number[], request: OpenRequest): JobStream {
  const { direction, startOf, stopOf } = request;
  const compare = keyComparator(direction);
  const wanted = times.filter((time) => {
    const key = keyOf(id, time);
    return isBehind(startOf(id), key, compare) && isBehind(stopOf(id), key, (a, b) => compare(b, a));
  });
  const walked = wanted.toSorted((a, b) => compare(keyOf(id, a), keyOf(id, b)));
  return fakeStream(id, walked, { direction });
}

/** A page of these sources, the first of ten rows unless the test says otherwise. */
export function pageRequest(
  sources: readonly JobSource[],
  fields: Partial<JobPageRequest> = {},
): JobPageRequest {
  const { order = 'CREATED_AT_DESC', filter = {} } = fields;
  return {
    sources,
    filter,
    order,
    size: 10,
    isForward: true,
    after: null,
    before: null,
    codec: createCursorCodec(createCursorSigner('a key for tests only'), order, filter),
    counts: false,
    limits: { perRequest: 1_000, perSource: 1_000 },
    scope: new RequestScope({ client: new AbortController() }),
    ...fields,
  };
}

/** The rows of a page, by their native ids. */
export const rowsOf = ({ edges }: JobPage): string[] =>
  edges().map(({ job, isLate }) => (isLate ? `late ${job.nativeId}` : job.nativeId));

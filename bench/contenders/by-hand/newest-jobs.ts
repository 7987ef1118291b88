import type { Job } from './job.ts';
import type { Found, Get, Stream } from './stream.ts';

const SMALLEST_READ = 10;

/** What has been read of one stream. */
interface Reading {
  readonly stream: Stream;
  readonly found: Found[];
  offset: number;
  isAtEnd: boolean;
}

/**
 * The newest jobs of all streams, older than `before`. Of each stream about twice its fair share is read, and more only of
 * those that may have more for the page.
 */
export async function newestJobs(
  get: Get,
  streams: readonly Stream[],
  before: number,
  count: number,
): Promise<Job[]> {
  const limit = Math.min(count, Math.max(SMALLEST_READ, Math.ceil((2 * count) / streams.length)));
  const readings = streams.map((stream): Reading => ({ stream, found: [], offset: 0, isAtEnd: false }));
  let page: Found[] = [];
  for (let short = readings; short.length > 0; short = readings.filter((one) => isShort(one, page, count))) {
    await Promise.all(short.map((one) => readMore(get, one, before, limit)));
    page = readings
      .flatMap(({ found }) => found)
      .sort((a, b) => b.createdAt - a.createdAt)
      .slice(0, count);
  }
  return page.map((found) => found.toJob());
}

async function readMore(get: Get, reading: Reading, before: number, limit: number): Promise<void> {
  const rows = await reading.stream.page(get, { before, offset: reading.offset, limit });
  reading.found.push(...rows.filter(({ createdAt }) => createdAt < before));
  reading.offset += rows.length;
  reading.isAtEnd = rows.length < limit;
}

/** All that was read of it is on the page, so what follows may belong there too. */
function isShort({ found, isAtEnd }: Reading, page: readonly Found[], count: number): boolean {
  if (isAtEnd) return false;
  const [oldest, last] = [found.at(-1), page.at(-1)];
  return (
    page.length < count || oldest === undefined || last === undefined || oldest.createdAt >= last.createdAt
  );
}

import type { Need } from '../../datasource/stream/job-stream.ts';

/** What one page still needs of all its streams together. */
export interface PageNeed {
  /** Streams that the page is merged from. */
  streams: number;
  missing: number;
}

const SMALLEST_READ = 10;

/** About twice a stream's fair share of what the page still misses, so that most streams are asked once. */
export function needNow({ streams, missing }: PageNeed): Need {
  const share = Math.max(SMALLEST_READ, Math.ceil((2 * missing) / Math.max(1, streams)));
  return { share: Math.min(missing, share), most: missing };
}

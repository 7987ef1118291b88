import type { PagewiseList } from './list-page.ts';

/** What was joined is looked at once more, piece by piece, and then there must be time to say what came of it. */
const PART = 1 / 3;

/**
 * Until when pieces are joined, in milliseconds since 1970. Where the time for a page ends in the midst of that, nothing that was
 * read could be given, and the next page would begin with the same pieces again: a walk would never go on.
 */
export function joinsUntil({ deadlineAt }: Pick<PagewiseList, 'deadlineAt'>): number {
  const now = Date.now();
  return now + PART * (deadlineAt - now);
}

import type { Instant } from '../../model/job.ts';
import type { JobFilter } from '../../model/job-filter.ts';
import type { Direction } from '../../model/sort-key.ts';
import { SourceError } from '../../model/source-error.ts';
import type { StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import { matches } from '../filter/matches.ts';
import { END, type Rank, START } from '../paging/ranks.ts';
import type { OpenRequest } from '../source/job-source.ts';
import type { Bound } from './bound.ts';
import { brokenStream } from './broken-stream.ts';
import { countStream } from './count-stream.ts';
import { createJobStream } from './create-job-stream.ts';
import { createReading, type Reading } from './create-reading.ts';
import type { Hint } from './hint.ts';
import type { JobStream } from './job-stream.ts';
import { OrderedReader } from './ordered-reader.ts';
import type { StreamEngine } from './stream-engine.ts';

/** Opens one list of a source for one request; nothing is asked before the first `peek`, which tells of what is wrong. */
export function openStream(
  engine: StreamEngine,
  spec: StreamSpec,
  request: OpenRequest,
  onVanished: () => void,
): JobStream {
  try {
    return open(engine, spec, request, onVanished);
  } catch (error) {
    const { sourceId } = engine.owner;
    return brokenStream(sourceId, streamId(sourceId, spec.key), request.scope.defects.asSourceError(error));
  }
}

function open(
  engine: StreamEngine,
  spec: StreamSpec,
  request: OpenRequest,
  onVanished: () => void,
): JobStream {
  const id = streamId(engine.owner.sourceId, spec.key);
  const [start, stop, hint] = [request.startOf(id), request.stopOf(id), request.hintOf(id)];
  const notes: Note[] = engine.disordered.has(spec.key) ? [disorderNote] : [];
  const reading = createReading(engine, spec, request, notes);
  const ranks = rankBounds(request.filter, request.direction, reading.rank, start, stop);
  return createJobStream({
    sourceId: engine.owner.sourceId,
    id,
    direction: request.direction,
    start,
    stop,
    hint,
    reader: engine.disordered.has(spec.key) ? null : createReader(reading, ranks.first, hint),
    readWhole: reading.whole,
    rankOf: (key) => reading.rank(key.time),
    lastRank: ranks.last,
    matches: (job) => matches(job, request.filter),
    budget: request.budget,
    need: request.need,
    keepsWholeHint: reading.windows !== null,
    placeOf: reading.windows?.placeOf ?? ((index) => index),
    notes,
    onDisorder: () => {
      engine.disordered.add(spec.key);
      notes.push(disorderNote);
    },
    onFailed: (error) => {
      engine.readability.hasFailed(error);
      if (error instanceof SourceError && error.code === 'NOT_FOUND') onVanished();
    },
    onRead: () => engine.readability.hasRead(),
    count: (seen) => countStream(engine, spec, request, seen, reading),
  });
}

/** Unique over all sources, since a source's id has no slash. */
export const streamId = (sourceId: string, key: string): string => `${sourceId}/${key}`;

/** `null`: there is no order to read by, or a cursor says that it cannot be relied upon. */
function createReader({ windows }: Reading, from: Rank, hint: Hint | null): OrderedReader | null {
  const isWhole = typeof hint === 'object' && hint !== null;
  return windows === null || isWhole ? null : new OrderedReader({ windows, from, hint });
}

/** The part of the order that start, stop and the filter's times leave. */
function rankBounds(
  filter: JobFilter,
  direction: Direction,
  rank: (time: Instant | null) => Rank,
  start: Bound | null,
  stop: Bound | null,
): { first: Rank; last: Rank } {
  const { createdAfter, createdBefore } = filter;
  const [near, far] = direction === 'down' ? [createdBefore, createdAfter] : [createdAfter, createdBefore];
  return {
    first: Math.max(start ? rank(start.key.time) : START, near === undefined ? START : rank(near)),
    last: Math.min(stop ? rank(stop.key.time) : END, far === undefined ? END : rank(far)),
  };
}

const disorderNote: Note = {
  error: new SourceError({
    code: 'UPSTREAM_BAD_RESPONSE',
    message:
      'The vendor’s list is not in the order that its manual promises; it was read whole and sorted here.',
    retryable: false,
  }),
  losesRows: false,
};

import type { JobKey } from '../../model/global-id.ts';
import type { Job } from '../../model/job.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import { OrderedFeed } from '../feed/ordered-feed.ts';
import { NO_WALK, TieMemory } from '../feed/read-tie.ts';
import { DisorderError, type Rank } from '../paging/row-order.ts';
import { NOTHING_KNOWN } from '../paging/seek.ts';
import { createReading, type Reading } from '../stream/create-reading.ts';
import type { StreamEngine } from '../stream/list-memory.ts';
import type { Found } from './find-batch.ts';

/** Rows at once around the place of one job, and where several are sought. */
const FEW = 10;
const MANY = 98;

/** After so many batches on the way to the next job its place is sought instead. */
const MOST_STEPS = 3;

const PLAN = { query: [] };

/**
 * The vendor can find jobs by nothing but their place: their list is sought through for their instants, once for all of them.
 * One answer per key; `null`: it is not there; an error: it may be among rows that could not be had.
 */
export async function findByPlace(
  engine: StreamEngine,
  spec: StreamSpec,
  keys: readonly JobKey[],
  scope: SourceScope,
): Promise<readonly Found[]> {
  const notes: Note[] = [];
  const open = (): Reading => createReading(engine, spec, { plan: PLAN, direction: 'down', scope }, notes);
  const found = new Map<string, Job>();
  try {
    if (engine.orders.slackOf(spec.key) > 0) throw new DisorderError();
    await readPlaces(open, keys, found);
  } catch (error) {
    if (!(error instanceof DisorderError)) throw error;
    for (const { job } of await open().whole()) found.set(job.nativeId, job);
  }
  const loss = notes.find(({ losesRows }) => losesRows)?.error ?? null;
  return keys.map(({ nativeId }) => found.get(nativeId) ?? loss);
}

/** From the newest place to the oldest; what stands between two of them is read where it is little, else stepped over. */
async function readPlaces(
  open: () => Reading,
  keys: readonly JobKey[],
  found: Map<string, Job>,
): Promise<void> {
  const reading = open();
  const places = keys.map(({ nativeId, createdAt }) => ({ nativeId, rank: reading.rank(createdAt) }));
  const want = keys.length === 1 ? FEW : MANY;
  let feed: OrderedFeed | null = null;
  let isOver = false;
  for (const { nativeId, rank } of places.sort((a, b) => a.rank - b.rank)) {
    const isPassed = (): boolean => feed !== null && (isOver || feed.frontier > rank);
    for (let steps = 0; !found.has(nativeId) && !isPassed(); steps++) {
      if (feed === null || steps === MOST_STEPS) feed = feedFrom(open(), rank);
      const { rows, isLast } = await feed.next(want);
      for (const { job } of rows) found.set(job.nativeId, job);
      isOver = isLast;
    }
  }
}

function feedFrom({ windows }: Reading, from: Rank): OrderedFeed {
  if (windows === null) throw new DisorderError();
  return new OrderedFeed({
    windows,
    from,
    slack: 0,
    hint: null,
    anchors: [],
    memory: {
      known: NOTHING_KNOWN,
      remember: () => undefined,
      isShort: () => false,
      // Nothing that was read before answers: a job may have come since.
      ties: () => ({ memory: new TieMemory(Date.now), key: '', walk: NO_WALK }),
      isInTie: () => false,
      beginTie: () => undefined,
    },
  });
}

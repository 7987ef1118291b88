import type { JobKey } from '../../model/global-id.ts';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { BackendDefinition, StreamSpec } from '../contract/backend-definition.ts';
import { showsJob } from '../contract/bounds.ts';
import { readsFromNow } from '../paging/reads-from-now.ts';
import { createVendorReader } from '../paging/vendor-reader.ts';
import type { StreamEngine } from '../stream/list-memory.ts';
import { canBeJob } from './can-be-job.ts';
import { type Answers, askForAll, type Found, findEach, first } from './find-batch.ts';
import { findByPlace } from './find-by-place.ts';
import { findListed } from './find-listed.ts';

/** In which stream a job is found. */
export interface JobSpecs {
  /** As it was discovered, where it was. */
  readonly of: (key: JobKey) => StreamSpec;
  readonly isKnown: (key: JobKey) => boolean;
  /** Discovers what there is. Throws `SourceError` where it cannot. */
  readonly discover: () => Promise<unknown>;
}

/**
 * Finds jobs again, with as few requests as the vendor allows, all of them put anew. One answer per key; a failure is a
 * value. What the configuration does not let the source show is not there.
 */
export async function findJobs(
  engine: StreamEngine,
  keys: readonly JobKey[],
  specs: JobSpecs,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { definition } = engine;
  const asked = keys.filter((key) => canBeJob(definition, key) && mayBeShown(definition, key));
  const anew = { ...engine, transport: readsFromNow(engine.transport) };
  const answers = await askAll(anew, asked, specs, scope);
  const found = new Map(asked.map((key, i) => [key, answers[i] ?? null]));
  return keys.map((key) => shown(definition, found.get(key) ?? null, () => specs.of(key)));
}

/** Only an id that names its origin tells before the job is read. */
const mayBeShown = (definition: BackendDefinition, { originId, nativeId }: JobKey): boolean =>
  definition.findsJobBy === 'native-id' || showsJob(definition, nativeId, originId);

function shown(definition: BackendDefinition, found: Found, specOf: () => StreamSpec): Found {
  if (found === null || found instanceof SourceError) return found;
  const originId = found.origin?.nativeId ?? specOf().origin?.nativeId ?? null;
  return showsJob(definition, found.nativeId, originId) ? found : null;
}

async function askAll(
  engine: StreamEngine,
  keys: readonly JobKey[],
  specs: JobSpecs,
  scope: SourceScope,
): Promise<readonly Found[]> {
  const { of: specOf } = specs;
  const { jobs } = engine.definition;
  if (jobs.kind === 'fetched') return findEach(keys, (key) => fetchKnown(engine, specs, key, scope), scope);
  if (jobs.byIds !== undefined || jobs.byId !== undefined) {
    const lists = [...Map.groupBy(keys, (key) => key.originId).values()];
    return inOrder(
      keys,
      await Promise.all(lists.map((list) => findListed(engine, jobs, list, specOf, scope))),
    );
  }
  const lists = [...Map.groupBy(keys, (key) => specOf(key).key).values()];
  const ask = (some: readonly JobKey[]): Promise<readonly Found[]> =>
    findByPlace(engine, specOf(first(some)), some, scope);
  return inOrder(keys, await Promise.all(lists.map((list) => askForAll(list, ask, scope))));
}

function inOrder(keys: readonly JobKey[], answers: readonly Answers[]): readonly Found[] {
  const found = new Map(answers.flatMap((answer) => [...answer]));
  return keys.map((key) => found.get(key) ?? null);
}

/** What a job hangs under its stream may tell, once it is discovered. */
async function fetchKnown(
  engine: StreamEngine,
  specs: JobSpecs,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  const asksFirst = jobs.kind === 'fetched' && jobs.originsByDiscovery?.() === true;
  if (asksFirst && !specs.isKnown(key)) await specs.discover();
  return fetchOne(engine, specs.of(key), key, scope);
}

async function fetchOne(
  engine: StreamEngine,
  spec: StreamSpec,
  key: JobKey,
  scope: SourceScope,
): Promise<Found> {
  const { jobs } = engine.definition;
  if (jobs.kind !== 'fetched') return null;
  const reader = createVendorReader(engine.transport, scope, (note) => {
    if (note.losesRows) throw note.error;
  });
  const rows = await jobs.fetch(spec, reader);
  scope.ledger.rowsFetched += rows.length;
  const found = rows.find(({ row }) => row.fields.nativeId === key.nativeId);
  return found === undefined ? null : engine.lists.fetched(found, ignore).job;
}

/** A job by itself has no report. */
const ignore = (): void => undefined;

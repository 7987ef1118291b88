import DataLoader from 'dataloader';
import type { JobSource, TaskList } from '../datasource/source/job-source.ts';
import { type JobKey, jobId, type OriginKey, originId } from '../model/global-id.ts';
import type { Job, Origin } from '../model/job.ts';
import type { RequestScope } from '../scope/request-scope.ts';

export interface NameKey {
  readonly sourceId: string;
  /** What kind of thing has the name; `origin`, or one of the backend's own. */
  readonly lookup: string;
  readonly id: string;
}

/** One set for each request: what two fields of one answer need is asked once, and what many need is asked in bulk. */
export interface Loaders {
  /** `null`: the vendor knows no such job. Throws `SourceError`. */
  readonly job: DataLoader<JobKey, Job | null, string>;
  /** `null`: the source has no such origin. Throws `SourceError`. */
  readonly origin: DataLoader<OriginKey, Origin | null, string>;
  readonly name: DataLoader<NameKey, string | null, string>;
  readonly tasks: (job: Job) => TaskList;
}

export type Sources = ReadonlyMap<string, JobSource>;

/** Each is made when it is first asked for: many answers need none. */
export function createLoaders(sources: Sources, scope: RequestScope): Loaders {
  return new LazyLoaders(sources, scope);
}

class LazyLoaders implements Loaders {
  readonly #sources: Sources;
  readonly #scope: RequestScope;
  #job: Loaders['job'] | null = null;
  #origin: Loaders['origin'] | null = null;
  #name: Loaders['name'] | null = null;
  #tasks: Loaders['tasks'] | null = null;

  constructor(sources: Sources, scope: RequestScope) {
    this.#sources = sources;
    this.#scope = scope;
  }

  get job(): Loaders['job'] {
    this.#job ??= new DataLoader((keys) => loadJobs(this.#sources, this.#scope, keys), { cacheKeyFn: jobId });
    return this.#job;
  }

  get origin(): Loaders['origin'] {
    this.#origin ??= new DataLoader((keys) => loadOrigins(this.#sources, this.#scope, keys), {
      cacheKeyFn: originId,
    });
    return this.#origin;
  }

  get name(): Loaders['name'] {
    this.#name ??= new DataLoader((keys) => loadNames(this.#sources, this.#scope, keys), {
      cacheKeyFn: ({ sourceId, lookup, id }) => JSON.stringify([sourceId, lookup, id]),
    });
    return this.#name;
  }

  get tasks(): Loaders['tasks'] {
    this.#tasks ??= createTaskLists(this.#sources, this.#scope);
    return this.#tasks;
  }
}

async function loadJobs(
  sources: Sources,
  scope: RequestScope,
  keys: readonly JobKey[],
): Promise<(Job | null | Error)[]> {
  return inGroups(
    keys,
    (key) => key.sourceId,
    async (sourceId, group) => {
      const source = sources.get(sourceId);
      return source === undefined ? group.map(() => null) : source.findJobs(group, scope.of(source));
    },
  );
}

async function loadOrigins(
  sources: Sources,
  scope: RequestScope,
  keys: readonly OriginKey[],
): Promise<(Origin | null | Error)[]> {
  return inGroups(
    keys,
    (key) => key.sourceId,
    async (sourceId, group) => {
      const source = sources.get(sourceId);
      const ids = group.map(({ nativeId }) => nativeId);
      return source === undefined ? ids.map(() => null) : source.findOrigins(ids, scope.of(source));
    },
  );
}

async function loadNames(
  sources: Sources,
  scope: RequestScope,
  keys: readonly NameKey[],
): Promise<(string | null | Error)[]> {
  return inGroups(
    keys,
    (key) => JSON.stringify([key.sourceId, key.lookup]),
    async (_, group) => {
      const [{ sourceId, lookup }] = group;
      const source = sources.get(sourceId);
      const ids = group.map((key) => key.id);
      return source === undefined ? ids.map(() => null) : source.findNames(lookup, ids, scope.of(source));
    },
  );
}

type NonEmpty<T> = readonly [T, ...T[]];

/** Loads each group in one call and puts the answers in the keys' order; the failure of a group is that of each of its keys. */
async function inGroups<K, V>(
  keys: readonly K[],
  groupOf: (key: K) => string,
  load: (name: string, group: NonEmpty<K>) => Promise<readonly (V | Error)[]>,
): Promise<(V | Error)[]> {
  const answers = new Map<K, V | Error>();
  const groups = [...Map.groupBy(keys, groupOf)];
  await Promise.all(
    groups.map(async ([name, [first, ...rest]]) => {
      if (first === undefined) return;
      const group: NonEmpty<K> = [first, ...rest];
      const found = await load(name, group).catch((error: unknown) => group.map(() => asError(error)));
      group.forEach((key, i) => {
        const answer = found[i];
        answers.set(key, answer === undefined ? new RangeError('A batch came back too short.') : answer);
      });
    }),
  );
  return keys.map((key) =>
    answers.has(key) ? (answers.get(key) as V | Error) : new RangeError('A key was not answered.'),
  );
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Two fields that page through the tasks of one job share what was read. */
function createTaskLists(sources: Sources, scope: RequestScope): (job: Job) => TaskList {
  const lists = new Map<string, TaskList>();
  return (job) => {
    const source = sources.get(job.sourceId);
    if (source === undefined) throw new RangeError(`There is no source ${job.sourceId}.`);
    const id = jobId(source.keyOf(job));
    const known = lists.get(id) ?? source.openTasks(job, scope.of(source));
    lists.set(id, known);
    return known;
  };
}

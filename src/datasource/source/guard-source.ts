import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Note } from '../contract/note.ts';
import { type Hint, NO_HINT } from '../feed/hint.ts';
import type { JobStream } from '../stream/job-stream.ts';
import type { Capabilities, JobSource, TaskList } from './job-source.ts';

/**
 * The border of a source. Whatever is thrown inside, of whatever class, leaves as a `SourceError`: a defect costs this
 * source's part of an answer and never the others'. And each read is tracked in the operation that it is made for, so that
 * reports can wait until all is read.
 */
export function guardSource(source: JobSource): JobSource {
  const { id, backend, about, deadlineMs, recoveryMs, defects } = source;
  const orElse = <T>(work: () => T, otherwise: (error: SourceError) => T, told = defects): T => {
    try {
      return work();
    } catch (error) {
      return otherwise(told.asSourceError(error));
    }
  };

  /** What is read beside the rows of a list: the report of the list tells of its failure. */
  const lookUp = <T>(
    scope: SourceScope,
    work: () => Promise<T>,
    failureIn: (found: T) => SourceError | null,
  ) =>
    read(scope, async () => {
      const note = (failure: SourceError | null): void => {
        if (failure?.code !== 'NOT_FOUND') scope.ledger.lookUpFailure ??= failure;
      };
      try {
        const found = await work();
        note(failureIn(found));
        return found;
      } catch (error) {
        note(scope.defects.asSourceError(error));
        throw error;
      }
    });

  const guardTasks = (tasks: TaskList, scope: SourceScope): TaskList => ({
    atLeast: (count) =>
      lookUp(
        scope,
        () => tasks.atLeast(count),
        () => null,
      ),
    total: () => tasks.total(),
    notes: tasks.notes,
  });

  return {
    id,
    backend,
    about,
    deadlineMs,
    recoveryMs,
    defects,
    capabilities: orElse(
      () => source.capabilities,
      () => NO_CAPABILITIES,
    ),
    planFilter: (filter) => orElse(() => source.planFilter(filter), rethrow),
    openJobs: (request) =>
      read(request.scope, async () => {
        const { streams, ...found } = await source.openJobs(request);
        return {
          ...found,
          streams: streams.map((stream) => new GuardedStream(stream, source, request.scope)),
        };
      }),
    findJobs: (keys, scope) => read(scope, () => source.findJobs(keys, scope)),
    // Written out, for every row of every page is asked for its key.
    keyOf: (job) => {
      try {
        return source.keyOf(job);
      } catch (error) {
        throw defects.asSourceError(error);
      }
    },
    openTasks: (job, scope) =>
      guardTasks(
        orElse(() => source.openTasks(job, scope), rethrow, scope.defects),
        scope,
      ),
    listOrigins: (scope) => read(scope, () => source.listOrigins(scope)),
    findOrigins: (ids, scope) => read(scope, () => source.findOrigins(ids, scope)),
    findNames: (lookup, ids, scope) =>
      lookUp(
        scope,
        () => source.findNames(lookup, ids, scope),
        (names) => names.find((name) => name instanceof SourceError) ?? null,
      ),
    health: () =>
      orElse(
        () => source.health(),
        (lastError) => ({ state: 'UNKNOWN', lastError, lastCheckedAt: null, failingSince: null }),
      ),
    close: () => source.close(),
  };
}

const read = <T>(scope: SourceScope, work: () => Promise<T>): Promise<T> =>
  scope.request.track(async () => {
    try {
      return await work();
    } catch (error) {
      throw scope.defects.asSourceError(error);
    }
  });

class GuardedStream implements JobStream {
  readonly sourceId: string;
  readonly id: string;
  readonly notes: readonly Note[];
  readonly knowsNext: boolean;
  readonly #stream: JobStream;
  readonly #source: JobSource;
  readonly #scope: SourceScope;
  /** Rows whose id can be made; one whose cannot would take the others with it where it is printed. */
  #sound = 0;
  #isBroken = false;

  constructor(stream: JobStream, source: JobSource, scope: SourceScope) {
    this.sourceId = stream.sourceId;
    this.id = stream.id;
    this.notes = stream.notes;
    this.knowsNext = stream.knowsNext;
    this.#stream = stream;
    this.#source = source;
    this.#scope = scope;
  }

  get rows(): JobStream['rows'] {
    const { rows } = this.#stream;
    return this.#isBroken ? rows.slice(0, this.#sound) : rows;
  }

  get beyond(): JobStream['beyond'] {
    return this.#isBroken ? null : this.#stream.beyond;
  }

  advance(): ReturnType<JobStream['advance']> {
    return read(this.#scope, async () => {
      const outcome = await this.#stream.advance();
      if (outcome === 'restart') this.#sound = 0;
      this.#checkRows();
      return outcome;
    });
  }

  readAhead(...asked: Parameters<JobStream['readAhead']>): Promise<void> {
    return this.#scope.request.inTime(async () => {
      await this.#stream.readAhead(...asked);
      this.#checkRows();
    });
  }

  mayScanOn(): boolean {
    return this.#stream.mayScanOn();
  }

  hasScanned(): boolean {
    return this.#stream.hasScanned();
  }

  /** Without a hint the next page costs more requests; what the list hid is lost, should it prove out of order. */
  hintAfter(...place: Parameters<JobStream['hintAfter']>): Hint {
    try {
      return this.#stream.hintAfter(...place);
    } catch (error) {
      this.#source.defects.asSourceError(error);
      return NO_HINT;
    }
  }

  count(): ReturnType<JobStream['count']> {
    return read(this.#scope, () => this.#stream.count());
  }

  #checkRows(): void {
    const { rows } = this.#stream;
    this.#isBroken = true;
    for (let row = rows[this.#sound]; row !== undefined; row = rows[this.#sound]) {
      this.#source.keyOf(row.job);
      this.#sound += 1;
    }
    this.#isBroken = false;
  }
}

const rethrow = (error: SourceError): never => {
  throw error;
};

const NO_CAPABILITIES: Capabilities = {
  sortsNatively: false,
  orders: [],
  filters: [],
  countsJobs: false,
  listsTasks: false,
  pageSizeMax: 1,
};

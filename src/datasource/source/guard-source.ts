import type { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { JobStream } from '../stream/job-stream.ts';
import type { Capabilities, JobSource, TaskList } from './job-source.ts';

/**
 * The border of a source. Whatever is thrown inside, of whatever class, leaves as a `SourceError`: a defect costs this
 * source's part of an answer and never the others'. And each read is tracked in the operation that it is made for, so that
 * reports can wait until all is read.
 */
export function guardSource(source: JobSource): JobSource {
  const { id, backend, deadlineMs, defects } = source;
  const orElse = <T>(work: () => T, otherwise: (error: SourceError) => T, told = defects): T => {
    try {
      return work();
    } catch (error) {
      return otherwise(told.asSourceError(error));
    }
  };
  const read = <T>(scope: SourceScope, work: () => Promise<T>): Promise<T> =>
    scope.request.track(
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
          throw scope.defects.asSourceError(error);
        }),
    );

  const guardStream = (stream: JobStream, scope: SourceScope): JobStream => ({
    sourceId: stream.sourceId,
    id: stream.id,
    notes: stream.notes,
    peek: () =>
      read(scope, async () => {
        const head = await stream.peek();
        // A job whose id cannot be made is found out here: where the id is printed it would take the others with it.
        if (head.kind === 'row') source.keyOf(head.job);
        return head;
      }),
    take: () => stream.take(),
    readAhead: (rows) => stream.readAhead(rows),
    // Without a hint the next page costs more requests, and has the same rows.
    hintAt: (key) =>
      orElse(
        () => stream.hintAt(key),
        () => null,
      ),
    count: () => read(scope, () => stream.count()),
  });
  const guardTasks = (tasks: TaskList, scope: SourceScope): TaskList => ({
    atLeast: (count) => read(scope, () => tasks.atLeast(count)),
    total: () => tasks.total(),
    notes: tasks.notes,
  });

  return {
    id,
    backend,
    deadlineMs,
    defects,
    capabilities: orElse(
      () => source.capabilities,
      () => NO_CAPABILITIES,
    ),
    planFilter: (filter) => orElse(() => source.planFilter(filter), rethrow),
    openJobs: (request) =>
      read(request.scope, async () => {
        const { streams, ...found } = await source.openJobs(request);
        return { ...found, streams: streams.map((stream) => guardStream(stream, request.scope)) };
      }),
    findJobs: (keys, scope) => read(scope, () => source.findJobs(keys, scope)),
    keyOf: (job) => orElse(() => source.keyOf(job), rethrow),
    openTasks: (job, scope) =>
      guardTasks(
        orElse(() => source.openTasks(job, scope), rethrow, scope.defects),
        scope,
      ),
    listOrigins: (scope) => read(scope, () => source.listOrigins(scope)),
    findNames: (lookup, ids, scope) => read(scope, () => source.findNames(lookup, ids, scope)),
    health: () =>
      orElse(
        () => source.health(),
        (lastError) => ({ state: 'UNKNOWN', lastError, lastCheckedAt: null }),
      ),
    close: () => source.close(),
  };
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

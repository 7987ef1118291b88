import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { FilterPlan } from '../filter/plan-filter.ts';
import type { JobStream } from '../stream/job-stream.ts';
import type { JobSource, TaskList } from './job-source.ts';

/** Told of what was thrown and is no `SourceError`: a defect of the gateway. */
export type OnDefect = (error: unknown, sourceId: string) => void;

/**
 * The border of a source. Whatever is thrown inside, of whatever class, leaves as a `SourceError`: a defect costs this
 * source's part of an answer and never the others'. And each read is tracked in the operation that it is made for, so that
 * reports can wait until all is read.
 */
export function guardSource(source: JobSource, onDefect: OnDefect): JobSource {
  const asSourceError = (error: unknown): SourceError => {
    if (error instanceof SourceError) return error;
    onDefect(error, source.id);
    return defect(source.id, error);
  };
  const sync = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw asSourceError(error);
    }
  };
  const read = <T>({ request }: SourceScope, work: () => Promise<T>): Promise<T> =>
    request.track(
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
          throw asSourceError(error);
        }),
    );

  const guardStream = (stream: JobStream, scope: SourceScope): JobStream => ({
    sourceId: stream.sourceId,
    id: stream.id,
    notes: stream.notes,
    peek: () => read(scope, () => stream.peek()),
    take: () => stream.take(),
    readAhead: (rows) => stream.readAhead(rows),
    hintAt: (key) => stream.hintAt(key),
    count: () => read(scope, () => stream.count()),
  });
  const guardTasks = (tasks: TaskList, scope: SourceScope): TaskList => ({
    atLeast: (count) => read(scope, () => tasks.atLeast(count)),
    total: () => tasks.total(),
    notes: tasks.notes,
  });

  return {
    ...source,
    planFilter: (filter): FilterPlan => sync(() => source.planFilter(filter)),
    openJobs: (request) =>
      read(request.scope, async () => {
        const { streams, notes } = await source.openJobs(request);
        return { notes, streams: streams.map((stream) => guardStream(stream, request.scope)) };
      }),
    findJobs: (keys, scope) => read(scope, () => source.findJobs(keys, scope)),
    openTasks: (job, scope) =>
      guardTasks(
        sync(() => source.openTasks(job, scope)),
        scope,
      ),
    listOrigins: (scope) => read(scope, () => source.listOrigins(scope)),
    findNames: (lookup, ids, scope) => read(scope, () => source.findNames(lookup, ids, scope)),
  };
}

const defect = (sourceId: string, cause: unknown): SourceError =>
  new SourceError({
    code: 'INTERNAL_SERVER_ERROR',
    message: `Source "${sourceId}" could not be read because of a defect in the gateway; its log has the reason.`,
    cause,
  });

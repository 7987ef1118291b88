import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { TaskList } from '../datasource/source/job-source.ts';
import type { JobTasksArgs } from '../generated/resolvers.ts';
import type { Job, Task } from '../model/job.ts';
import type { JobStatus } from '../model/job-status.ts';
import { SourceError } from '../model/source-error.ts';
import { asGraphQLError, toGraphQLError } from './errors.ts';
import { itemsBefore, type ListPage, type ListPlace, listPage, readListCursor } from './list-page.ts';
import { readInnerPage } from './read-arguments.ts';

const idOf = ({ nativeId }: Task): string => nativeId;

export interface TaskPage extends ListPage<Task> {
  readonly totalCount: { readonly value: number; readonly precision: 'EXACT' | 'AT_LEAST' } | null;
}

/**
 * One page of a job's tasks. The field cannot be null, and a failure must not cost the whole list of jobs: where the tasks
 * cannot be read the page is empty, says that more follow, and `errors` tells why. `id`: the job's own, as clients know it.
 */
export async function readTasks(
  job: Job,
  id: string,
  args: JobTasksArgs,
  context: RequestContext,
  path: GraphQLResolveInfo['path'],
): Promise<TaskPage> {
  const wanted = readWanted(id, args, context);
  const report = (error: SourceError): void => {
    context.reportErrors.push(toGraphQLError(error, job.sourceId, responsePathAsArray(path)));
  };
  try {
    return await pageOf(context.loaders.tasks(job), wanted, context, report);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    report(error);
    const { signer } = context;
    const nothing = { items: [], isAll: false, from: 0, size: wanted.size, signer, list: wanted.list, idOf };
    return { ...listPage<Task>(nothing), totalCount: null };
  }
}

interface Wanted {
  readonly size: number;
  readonly isForward: boolean;
  /** Names the list: its cursors fit no other. */
  readonly list: string;
  /** `null`: any. */
  readonly statuses: readonly JobStatus[] | null;
  readonly after: ListPlace | null;
  readonly before: ListPlace | null;
}

/** Throws `BAD_USER_INPUT`, `CURSOR_INVALID`. */
function readWanted(id: string, args: JobTasksArgs, context: RequestContext): Wanted {
  const statuses = args.statuses ?? null;
  const part = statuses === null ? '' : `/${[...new Set(statuses)].sort().join()}`;
  const list = `tasks/${id}${part}`;
  try {
    const place = (argument: 'after' | 'before'): ListPlace | null =>
      readListCursor(context.signer, list, args[argument], argument);
    return { ...readInnerPage(args), list, statuses, after: place('after'), before: place('before') };
  } catch (error) {
    throw asGraphQLError(error, null);
  }
}

/** How many tasks must be known to tell what is on the page, and whether more follow. */
function reachOf({ statuses, isForward, after, before, size }: Wanted): number {
  if (statuses !== null) return Number.POSITIVE_INFINITY;
  if (before !== null) return before.index + 1;
  return isForward ? (after === null ? 0 : after.index + 1) + size + 1 : Number.POSITIVE_INFINITY;
}

async function pageOf(
  tasks: TaskList,
  wanted: Wanted,
  { signer }: RequestContext,
  report: (error: SourceError) => void,
): Promise<TaskPage> {
  const { statuses, list, after, before, size, isForward } = wanted;
  const read = await tasks.atLeast(reachOf(wanted));
  const { isAll } = read;
  for (const note of tasks.notes) if (note.losesRows) report(note.error);
  const items = statuses === null ? read.tasks : read.tasks.filter(({ status }) => statuses.includes(status));
  const first = itemsBefore(after, items, idOf);
  const end = before === null ? items.length : Math.max(first, placeOf(before, items));
  const from = isForward ? first : Math.max(first, end - size);
  const cut = { items: items.slice(0, end), isAll: before !== null || isAll, signer, list, idOf };
  const page = listPage({ ...cut, from, size: isForward ? size : end - from });
  const pageInfo = isForward
    ? page.pageInfo
    : { ...page.pageInfo, hasNextPage: before !== null, hasPreviousPage: from > first };
  return {
    ...page,
    pageInfo,
    totalCount: countOf(items.length, isAll, statuses === null ? tasks.total() : null),
  };
}

/** Where an item stands; where it has gone, its old place counts. */
function placeOf({ index, id }: ListPlace, items: readonly Task[]): number {
  const found = items.findIndex((item) => idOf(item) === id);
  return found < 0 ? Math.min(index, items.length) : found;
}

const countOf = (seen: number, isAll: boolean, total: number | null): TaskPage['totalCount'] =>
  total === null && !isAll
    ? null
    : { value: Math.max(total ?? 0, seen), precision: precisionOf(isAll, total, seen) };

const precisionOf = (isAll: boolean, total: number | null, seen: number): 'EXACT' | 'AT_LEAST' =>
  isAll || (total !== null && total > seen) ? 'EXACT' : 'AT_LEAST';

import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { TaskList } from '../datasource/source/job-source.ts';
import type { JobTasksArgs } from '../generated/resolvers.ts';
import type { Job, Task } from '../model/job.ts';
import { SourceError } from '../model/source-error.ts';
import { asGraphQLError } from './as-graphql-error.ts';
import { type ListPlace, readListCursor } from './list-cursor.ts';
import { itemsBefore, type ListPage, listPage } from './list-page.ts';
import { globalIdOf } from './look-ups.ts';
import { readFirst } from './read-arguments.ts';
import { toGraphQLError } from './to-graphql-error.ts';

const idOf = ({ nativeId }: Task): string => nativeId;

export interface TaskPage extends ListPage<Task> {
  readonly totalCount: { readonly value: number; readonly precision: 'EXACT' | 'AT_LEAST' } | null;
}

/**
 * One page of a job's tasks. The field cannot be null, and a failure must not cost the whole list of jobs: where the tasks
 * cannot be read the page is empty, says that more follow, and `errors` tells why.
 */
export async function readTasks(
  job: Job,
  args: JobTasksArgs,
  context: RequestContext,
  path: GraphQLResolveInfo['path'],
): Promise<TaskPage> {
  const size = readFirst(args.first);
  const listName = `tasks/${globalIdOf(job, context)}`;
  const place = readPlace(args.after, listName, context);
  const report = (error: SourceError): void => {
    context.reportErrors.push(toGraphQLError(error, job.sourceId, responsePathAsArray(path)));
  };
  try {
    return await pageOf(context.loaders.tasks(job), { size, place, listName }, context, report);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    report(error);
    const nothing = { items: [], isAll: false, from: 0, size, signer: context.signer, list: listName, idOf };
    return { ...listPage<Task>(nothing), totalCount: null };
  }
}

function readPlace(
  after: string | null | undefined,
  listName: string,
  { signer }: RequestContext,
): ListPlace | null {
  try {
    return readListCursor(signer, listName, after);
  } catch (error) {
    throw asGraphQLError(error, null);
  }
}

interface Wanted {
  readonly size: number;
  readonly place: ListPlace | null;
  readonly listName: string;
}

async function pageOf(
  list: TaskList,
  { size, place, listName }: Wanted,
  { signer }: RequestContext,
  report: (error: SourceError) => void,
): Promise<TaskPage> {
  const reach = (place === null ? 0 : place.index + 1) + size + 1;
  const { tasks, isAll } = await list.atLeast(reach);
  const from = itemsBefore(place, tasks, idOf);
  for (const note of list.notes) if (note.losesRows) report(note.error);
  const page = listPage({ items: tasks, isAll, from, size, signer, list: listName, idOf });
  const total = list.total();
  const count = {
    value: Math.max(total ?? 0, tasks.length),
    precision: precisionOf(isAll, total, tasks.length),
  };
  return { ...page, totalCount: total === null && !isAll ? null : count };
}

const precisionOf = (isAll: boolean, total: number | null, seen: number): 'EXACT' | 'AT_LEAST' =>
  isAll || (total !== null && total > seen) ? 'EXACT' : 'AT_LEAST';

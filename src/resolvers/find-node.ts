import type { RequestContext } from '../context.ts';
import { type GlobalId, parseGlobalId, type TaskKey } from '../model/global-id.ts';
import type { Job, Task } from '../model/job.ts';
import { SourceError } from '../model/source-error.ts';
import { asGraphQLError } from './as-graphql-error.ts';
import { badUserInput } from './bad-user-input.ts';
import { shortened } from './shortened.ts';
import { toGraphQLError } from './to-graphql-error.ts';

type Wanted = 'Job' | 'Task' | 'Node';
type Found<W extends Wanted> = W extends 'Job' ? Job : W extends 'Task' ? Task : Job | Task;

/** `null`: the vendor does not have it any more. Throws `BAD_USER_INPUT` for a wrong id, `NOT_FOUND` if its source is gone. */
export async function findNode<W extends Wanted>(
  id: string,
  wanted: W,
  context: RequestContext,
): Promise<Found<W> | null> {
  const parsed = readId(id, wanted);
  const key = parsed.type === 'Task' ? parsed.key.job : parsed.key;
  if (!context.sources.has(key.sourceId)) throw sourceGone(key.sourceId);
  try {
    const found =
      parsed.type === 'Task' ? findTask(parsed.key, context) : context.loaders.job.load(parsed.key);
    return (await found) as Found<W> | null;
  } catch (error) {
    throw asGraphQLError(error, key.sourceId);
  }
}

type NodeId = Exclude<GlobalId, { type: 'Origin' }>;

function readId(id: string, wanted: Wanted): NodeId {
  const parsed = parseGlobalId(id);
  if (parsed === null) throw badUserInput(`"${shortened(id)}" is not an id that this gateway gives out.`);
  if (parsed.type === 'Origin' || (wanted !== 'Node' && parsed.type !== wanted)) {
    throw badUserInput(
      `"${shortened(id)}" is the id of ${parsed.type === 'Origin' ? 'an' : 'a'} ${parsed.type}; give the id of a ${nameOf(wanted)}.`,
    );
  }
  return parsed;
}

const nameOf = (wanted: Wanted): string => (wanted === 'Node' ? 'Job or Task' : wanted);

const sourceGone = (sourceId: string): Error =>
  toGraphQLError(
    new SourceError({
      code: 'NOT_FOUND',
      message: `No source "${sourceId}" is configured any more.`,
      origin: 'gateway',
    }),
    sourceId,
  );

async function findTask({ job: key, nativeId }: TaskKey, context: RequestContext): Promise<Task | null> {
  const job = await context.loaders.job.load(key);
  if (job === null) return null;
  const { tasks } = await context.loaders.tasks(job).atLeast(Number.POSITIVE_INFINITY);
  return tasks.find((task) => task.nativeId === nativeId) ?? null;
}

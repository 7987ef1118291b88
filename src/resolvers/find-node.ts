import type { RequestContext } from '../context.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { type GlobalId, parseGlobalId, type ResourceKey, type TaskKey } from '../model/global-id.ts';
import type { CloudResource, Job, Origin, Task } from '../model/job.ts';
import { SourceError } from '../model/source-error.ts';
import { asGraphQLError, badUserInput, shortened, toGraphQLError } from './errors.ts';

/** Everything that has an id, by the name of its type. */
export interface Nodes {
  readonly Job: Job;
  readonly Task: Task;
  readonly Origin: Origin;
  readonly CloudResource: CloudResource;
  readonly Source: JobSource;
}

type NodeType = keyof Nodes;
type Wanted = NodeType | 'Node';
type Found<W extends Wanted> = W extends NodeType ? Nodes[W] : Nodes[NodeType];

/** `null`: the vendor does not have it any more. Throws `BAD_USER_INPUT` for a wrong id, `NOT_FOUND` if its source is gone. */
export async function findNode<W extends Wanted>(
  id: string,
  wanted: W,
  context: RequestContext,
): Promise<Found<W> | null> {
  const parsed = readId(id, wanted, context);
  if (parsed.type === 'Source') return parsed.source as Found<W>;
  const { sourceId } = parsed.type === 'Task' ? parsed.key.job : parsed.key;
  if (sourceId !== null) checkSource(sourceId, context);
  try {
    return (await find(parsed, context)) as Found<W> | null;
  } catch (error) {
    throw asGraphQLError(error, sourceId);
  }
}

type NodeId = GlobalId | { readonly type: 'Source'; readonly source: JobSource };

function readId(id: string, wanted: Wanted, { sources }: RequestContext): NodeId {
  const source = sources.get(id);
  const parsed: NodeId | null = source === undefined ? parseGlobalId(id) : { type: 'Source', source };
  if (parsed === null) throw badUserInput(`"${shortened(id)}" is not an id that this gateway gives out.`);
  if (wanted !== 'Node' && parsed.type !== wanted) {
    throw badUserInput(
      `"${shortened(id)}" is the id of ${withArticle(parsed.type)}; give the id of ${withArticle(wanted)}.`,
    );
  }
  return parsed;
}

const withArticle = (type: NodeType): string => `${type === 'Origin' ? 'an' : 'a'} ${type}`;

function find(id: GlobalId, context: RequestContext): Promise<Nodes[NodeType] | null> | CloudResource {
  switch (id.type) {
    case 'Job':
      return context.loaders.job.load(id.key);
    case 'Task':
      return findTask(id.key, context);
    case 'Origin':
      return context.loaders.origin.load(id.key);
    case 'CloudResource':
      return resourceOf(id.key);
  }
}

/** Throws `NOT_FOUND`: nothing can be found at a source that is not there. */
export function checkSource(sourceId: string, { sources }: RequestContext): void {
  if (sources.has(sourceId)) return;
  const message = `No source "${shortened(sourceId)}" is configured any more.`;
  throw toGraphQLError(new SourceError({ code: 'NOT_FOUND', message, origin: 'gateway' }), sourceId);
}

/** Nothing is asked: what it is, only jobs tell. */
export const resourceOf = ({ sourceId, nativeId }: ResourceKey): CloudResource => ({
  sourceId,
  nativeId,
  type: null,
});

async function findTask({ job: key, nativeId }: TaskKey, context: RequestContext): Promise<Task | null> {
  const job = await context.loaders.job.load(key);
  if (job === null) return null;
  const { tasks } = await context.loaders.tasks(job).atLeast(Number.POSITIVE_INFINITY);
  return tasks.find((task) => task.nativeId === nativeId) ?? null;
}

/** The name of the type of a model that has an id. */
export function typeOfNode(node: Nodes[NodeType]): NodeType {
  if ('openJobs' in node) return 'Source';
  if ('job' in node) return 'Task';
  if ('inlineTasks' in node) return 'Job';
  return 'kind' in node ? 'Origin' : 'CloudResource';
}

type Representation = Readonly<Record<string, unknown>>;
type Reference<T> = (representation: Representation, context: RequestContext) => Promise<T | null>;

/** How each entity is found by one of its keys. Ids that come together are looked up together: the loaders see to that. */
export const references: { readonly [T in keyof Nodes]: Reference<Nodes[T]> } = {
  Job: async (one, context) => findNode(textOf(one, 'id'), 'Job', context),
  Task: async (one, context) => findNode(textOf(one, 'id'), 'Task', context),
  Origin: async (one, context) => findNode(textOf(one, 'id'), 'Origin', context),
  Source: async (one, context) => findNode(textOf(one, 'id'), 'Source', context),
  CloudResource: async (one, context) => {
    if (has(one, 'id')) return findNode(textOf(one, 'id'), 'CloudResource', context);
    const sourceId = has(one, 'sourceId') ? textOf(one, 'sourceId') : null;
    if (sourceId !== null) checkSource(sourceId, context);
    return resourceOf({ sourceId, nativeId: textOf(one, 'nativeId') });
  },
};

const has = (representation: Representation, field: string): boolean =>
  representation[field] !== undefined && representation[field] !== null;

function textOf(representation: Representation, field: string): string {
  const text = representation[field];
  if (typeof text === 'string' && text !== '' && text.isWellFormed()) return text;
  throw badUserInput(`A representation of a ${representation['__typename']} needs \`${field}\`, a text.`);
}
